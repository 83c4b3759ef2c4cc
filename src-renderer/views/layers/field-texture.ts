import { ClampToEdgeWrapping, DataTexture, DataUtils, HalfFloatType, LinearFilter, RedFormat } from 'three'
import { splineCoefficients } from '../../stage/rules/spline'

/** A field as spline coefficients in a texture of half floats, so that it is filtered everywhere. */
export interface FieldTexture {
  readonly texture: DataTexture | null
  /** Texels: columns, rows */
  readonly size: readonly [number, number]
  /** Values on columns x rows nodes, [columns, rows] with the last axis fastest, over `max`. The same array is kept. */
  set(values: Float32Array, columns: number, rows: number, max: number): void
  dispose(): void
}

export function createFieldTexture(): FieldTexture {
  let texture: DataTexture | null = null
  let size: readonly [number, number] = [2, 2]
  let scratch = new Float32Array(0)
  let shown: Float32Array | null = null
  return {
    get texture() {
      return texture
    },
    get size() {
      return size
    },
    set(values, columns, rows, max) {
      if (values === shown) return
      shown = values
      if (texture === null || size[0] !== columns || size[1] !== rows) {
        texture?.dispose()
        texture = new DataTexture(new Uint16Array(columns * rows), columns, rows, RedFormat, HalfFloatType)
        texture.minFilter = LinearFilter
        texture.magFilter = LinearFilter
        texture.wrapS = texture.wrapT = ClampToEdgeWrapping
        texture.unpackAlignment = 2
        scratch = new Float32Array(columns * rows)
        size = [columns, rows]
      }
      const scale = max > 0 ? 1 / max : 0
      for (let i = 0; i < columns; i++)
        for (let j = 0; j < rows; j++) scratch[j * columns + i] = values[i * rows + j]! * scale
      splineCoefficients(scratch, columns, rows)
      const pixels = texture.image.data as unknown as Uint16Array
      for (let i = 0; i < scratch.length; i++) pixels[i] = DataUtils.toHalfFloat(scratch[i]!)
      texture.needsUpdate = true
    },
    dispose: () => texture?.dispose(),
  }
}
