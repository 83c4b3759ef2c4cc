import { Invalid } from '#core/params/invalid'

/** Longest side of a picture as data */
const SIDE = 64
const LEAST = 8

/**
 * A picture's brightness, rows from the top, 0 to 1 in hundredths, its longer side at most 64 pixels; what is
 * transparent is white paper. Throws `Invalid` for a file that is no picture.
 */
export async function readImage(file: File): Promise<number[][]> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file)
  } catch {
    throw new Invalid(
      file.name,
      'cannot be read as a picture; a PNG, JPEG, WebP, GIF or BMP file was expected',
    )
  }
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height))
  const side = (length: number): number => Math.max(LEAST, Math.round(length * scale))
  const [width, height] = [side(bitmap.width), side(bitmap.height)]
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null)
    throw new Invalid(file.name, 'cannot be drawn by this window; another picture was expected')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const { data } = context.getImageData(0, 0, width, height)
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const k = 4 * (row * width + column)
      // Rec. 709 weights
      const light = 0.2126 * data[k]! + 0.7152 * data[k + 1]! + 0.0722 * data[k + 2]!
      return Math.round((100 * light) / 255) / 100
    }),
  )
}
