import type { Texture } from 'three'
import { createFieldTexture } from './field-texture'

/** Where a field lies under the unit square, and how high it stands. */
export interface HeightPlace {
  /** Texel under the corner of the square, and texels across it */
  readonly origin: readonly [number, number]
  readonly reach: readonly [number, number]
  /** Largest size of the field over the top of the range */
  readonly peak: number
  readonly signed: boolean
  /** World units of the top */
  readonly tall: number
}

/** What shaders/chunks/height-field.glsl reads; layers that stand on one field share one object. */
export interface HeightField {
  readonly uniforms: {
    readonly field: { value: Texture | null }
    readonly size: { value: readonly [number, number] }
    readonly origin: { value: readonly [number, number] }
    readonly reach: { value: readonly [number, number] }
    readonly peak: { value: number }
    readonly either: { value: number }
    readonly tall: { value: number }
  }
  /** Values on columns x rows nodes, [columns, rows] with the last axis fastest; `max` is their largest size. */
  setField(values: Float32Array, columns: number, rows: number, max: number): void
  setPlace(place: HeightPlace): void
  dispose(): void
}

export function createHeightField(): HeightField {
  const texture = createFieldTexture()
  const uniforms: HeightField['uniforms'] = {
    field: { value: null },
    size: { value: [2, 2] },
    origin: { value: [0, 0] },
    reach: { value: [1, 1] },
    peak: { value: 1 },
    either: { value: 0 },
    tall: { value: 1 },
  }
  return {
    uniforms,
    setField(values, columns, rows, max) {
      texture.set(values, columns, rows, max)
      uniforms.field.value = texture.texture
      uniforms.size.value = texture.size
    },
    setPlace({ origin, reach, peak, signed, tall }) {
      uniforms.origin.value = origin
      uniforms.reach.value = reach
      uniforms.peak.value = peak
      uniforms.either.value = signed ? 1 : 0
      uniforms.tall.value = tall
    },
    dispose: () => texture.dispose(),
  }
}
