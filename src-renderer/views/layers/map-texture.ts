import { DataTexture, DataUtils, HalfFloatType, LinearFilter, RGBAFormat } from 'three'
import { lookUp } from '../../stage/palette'

/** 256 colours of a map, to be read between. */
export interface MapTexture {
  readonly texture: DataTexture
  set(stops: readonly string[]): void
  dispose(): void
}

export function createMapTexture(): MapTexture {
  const texture = new DataTexture(new Uint16Array(1024), 256, 1, RGBAFormat, HalfFloatType)
  texture.minFilter = LinearFilter
  texture.magFilter = LinearFilter
  let shown = ''
  return {
    texture,
    set(stops) {
      if (stops.join() === shown) return
      shown = stops.join()
      const pixels = texture.image.data as unknown as Uint16Array
      lookUp(stops).forEach((value, i) => (pixels[i] = DataUtils.toHalfFloat(value)))
      texture.needsUpdate = true
    },
    dispose: () => texture.dispose(),
  }
}
