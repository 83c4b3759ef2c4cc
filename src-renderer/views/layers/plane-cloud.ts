import {
  DataTexture,
  Matrix4,
  Mesh,
  NearestFilter,
  PlaneGeometry,
  RedFormat,
  UnsignedByteType,
  type Object3D,
} from 'three'
import fragmentShader from '#shaders/points/splats.frag'
import vertexShader from '#shaders/points/splats.vert'
import { linear, type Palette } from '../../stage/palette'
import type { PlaneCamera } from '../../stage/plane-camera'
import type { PointLook } from '../../stage/rules/point-rule'
import { encodeInk, splat } from '../../stage/rules/splat'
import type { Surface } from '../view'
import { createCloud } from './cloud'
import { layerMaterial } from './material'

export interface PlaneCloudLook {
  /** Stage over data coordinates */
  readonly scale: number
  readonly plane: PlaneCamera
  readonly surface: Surface
  readonly point: PointLook
  readonly colour: string
  readonly palette: Palette
}

/** The particles of plane data: [n, 2] as they came. */
export interface PlaneCloud {
  readonly object: Object3D
  show(positions: Float32Array, look: PlaneCloudLook): void
  dispose(): void
}

/**
 * Both draw the same picture. A graphics chip takes a point as a primitive; a software renderer spends thousands of
 * cycles on setting each one up, so there the discs are drawn here and go up as one texture.
 */
export function createPlaneCloud(software: boolean): PlaneCloud {
  return software ? createSplats() : createPoints()
}

function createPoints(): PlaneCloud {
  const cloud = createCloud()
  return {
    object: cloud.object,
    show(positions, { scale, surface, point, colour, palette }) {
      cloud.setPositions(positions, 2)
      cloud.setPlace(new Matrix4().makeScale(scale, scale, 1))
      cloud.setLook(point, colour, palette, surface.ratio)
    },
    dispose: () => cloud.dispose(),
  }
}

function createSplats(): PlaneCloud {
  const material = layerMaterial(vertexShader, fragmentShader, {
    ink: null as DataTexture | null,
    colour: [1, 1, 1],
    additive: 1,
  })
  const object = new Mesh(new PlaneGeometry(2, 2), material)
  object.frustumCulled = false
  let texture: DataTexture | null = null
  let left = new Float32Array(0)
  let ink = new Uint8Array(0)
  let drawn: { positions: Float32Array; key: string } | null = null

  function resize(width: number, height: number): void {
    if (texture?.image.width === width && texture.image.height === height) return
    texture?.dispose()
    ink = new Uint8Array(width * height)
    left = new Float32Array(width * height).fill(1)
    texture = new DataTexture(ink, width, height, RedFormat, UnsignedByteType)
    texture.minFilter = texture.magFilter = NearestFilter
    texture.unpackAlignment = 1
    material.uniforms.ink.value = texture
    drawn = null
  }

  return {
    object,
    show(positions, { scale, plane, surface, point, colour, palette }) {
      const { size, ratio } = surface
      const [width, height] = [Math.floor(size.width * ratio), Math.floor(size.height * ratio)]
      resize(Math.max(1, width), Math.max(1, height))
      material.uniforms.colour.value = linear(colour)
      material.uniforms.additive.value = palette.additive
      const place = {
        slope: scale * plane.k * ratio,
        offset: [0.5 * width - plane.x * plane.k * ratio, 0.5 * height - plane.y * plane.k * ratio],
      } as const
      const discs = {
        diameter: point.diameter * ratio,
        opacity: point.opacity,
        additive: palette.additive,
      }
      const key = JSON.stringify([place, discs])
      if (drawn?.positions === positions && drawn.key === key) return
      drawn = { positions, key }
      splat(left, width, height, positions, place, discs)
      encodeInk(ink, left)
      texture!.needsUpdate = true
    },
    dispose() {
      texture?.dispose()
      material.dispose()
      object.geometry.dispose()
    },
  }
}
