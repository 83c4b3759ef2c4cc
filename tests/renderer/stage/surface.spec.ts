import { describe, expect, test } from 'vitest'
import { Vector3 } from 'three'
import type { RunInfo } from '#core/protocol/contract'
import {
  latticeInk,
  lightFor,
  surfaceHeight,
  surfaceLight,
  surfaceNormal,
} from '#renderer/stage/rules/surface'
import { scenesOf } from '#renderer/stores/scenes'
import { over, placeOfSquare, type Square } from '#renderer/views/surface-square'

const square: Square = {
  low: [-2, 1],
  high: [4, 5],
  extent: [6, 4],
  tall: 2,
  zero: -1,
  floor: -1,
  signed: false,
  names: ['x', 'y'],
}

describe('the geometry of a surface', () => {
  test('places what is over a point of the rectangle as the matrix of the unit square does', () => {
    for (const [u, v, up] of [
      [0, 0, 0],
      [1, 0, 0.5],
      [0.25, 0.75, 2],
    ] as const) {
      const world = new Vector3(u, v, up).applyMatrix4(placeOfSquare(square))
      const [x, y, z] = over(square, -2 + 6 * u, 1 + 4 * v, up)
      expect(world.distanceTo(new Vector3(x, y, z))).toBeLessThan(1e-12)
    }
    // The second axis goes away from the eye, which looks along -z.
    expect(over(square, 0, 5, 0)[2]).toBeLessThan(over(square, 0, 1, 0)[2])
  })

  test('has normals that are upright to both of its directions', () => {
    const height = (a: number, b: number): number => 0.8 * Math.exp(-((a - 1) ** 2) - 0.5 * (b - 3) ** 2)
    const e = 1e-5
    for (const [a, b] of [
      [0.5, 2.5],
      [1.7, 3.9],
      [-1, 4.4],
    ] as const) {
      // Slopes in world units: both axes of this rectangle have one world unit to one of theirs.
      const slopes = [
        (height(a + e, b) - height(a - e, b)) / (2 * e),
        (height(a, b + e) - height(a, b - e)) / (2 * e),
      ] as const
      const normal = new Vector3(...surfaceNormal(...slopes))
      const at = (p: number, q: number): Vector3 => new Vector3(...over(square, p, q, height(p, q)))
      const along = at(a + e, b)
        .sub(at(a - e, b))
        .normalize()
      const away = at(a, b + e)
        .sub(at(a, b - e))
        .normalize()
      expect(Math.abs(normal.dot(along))).toBeLessThan(1e-6)
      expect(Math.abs(normal.dot(away))).toBeLessThan(1e-6)
      expect(normal.length()).toBeCloseTo(1, 12)
      expect(normal.y).toBeGreaterThan(0)
    }
  })

  test('is as high as its share of the top, and is cut off beyond the limit', () => {
    expect([0, 0.5, 1, 3, -0.5, -3].map((share) => surfaceHeight(share, 2, 1.5))).toEqual([
      0, 1, 2, 3, -1, -3,
    ])
  })

  test('is lit from the left behind the eye wherever the eye is, and never black', () => {
    for (const azimuth of [-150, -32, 0, 77]) {
      const light = lightFor(azimuth)
      expect(Math.hypot(...light)).toBeCloseTo(1, 12)
      const turn = (azimuth * Math.PI) / 180
      const [right, eye] = [
        [Math.cos(turn), 0, -Math.sin(turn)],
        [Math.sin(turn), 0, Math.cos(turn)],
      ] as const
      const dot = (a: readonly number[]): number => a.reduce((sum, value, i) => sum + value * light[i]!, 0)
      expect(dot(right)).toBeLessThan(0)
      expect(dot(eye)).toBeGreaterThan(0)
      expect(surfaceLight(light, light)).toBeCloseTo(1, 12)
      expect(surfaceLight([-light[0], -light[1], -light[2]], light)).toBeCloseTo(0, 12)
    }
  })

  test('has lattice lines at whole numbers, and none where they would crowd', () => {
    expect(latticeInk(3, 0.02, 1)).toBe(1)
    expect(latticeInk(3.5, 0.02, 1)).toBe(0)
    expect(latticeInk(3, 0.2, 1)).toBe(0)
  })
})

test('a run has the scenes that its dimension and its time allow', () => {
  const run = (dimension: 1 | 2 | 3, direction: RunInfo['direction']) => ({ dimension, direction })
  expect(scenesOf(run(2, 'reverse'))).toContain('space-time')
  expect(scenesOf(run(2, 'time'))).not.toContain('space-time')
  expect(scenesOf(run(1, 'time'))).toEqual(['stage', 'surface', 'ridges'])
  expect(scenesOf(run(3, 'reverse'))).toEqual(['stage'])
})
