import { describe, expect, it } from 'vitest'
import {
  placeWindow,
  readWindowState,
  type Rectangle,
  smallest,
} from '#main/hosts/electron/window/window-state'

const left: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 }
const right: Rectangle = { x: 1920, y: 0, width: 2560, height: 1400 }
const saved = (x: number, y: number, width = 1200, height = 800, maximised = false) => ({
  bounds: { x, y, width, height },
  maximised,
})

describe('placing the window', () => {
  it('centres the usual size at the first start, within the display', () => {
    expect(placeWindow(null, [left])).toEqual({ width: 1440, height: 900, maximised: false })
    expect(placeWindow(null, [{ x: 0, y: 25, width: 1280, height: 700 }])).toEqual({
      width: 1280,
      height: 700,
      maximised: false,
    })
  })

  it('puts it back where it was, maximised if it was', () => {
    expect(placeWindow(saved(100, 50), [left, right])).toEqual({
      x: 100,
      y: 50,
      width: 1200,
      height: 800,
      maximised: false,
    })
    expect(placeWindow(saved(2200, 60, 1200, 800, true), [left, right])).toMatchObject({
      x: 2200,
      maximised: true,
    })
  })

  it.each([
    ['its display has gone', saved(2200, 60)],
    ['it lies above every display', saved(100, -400)],
    ['its title bar is below the bottom', saved(100, 1030)],
    ['a corner of it is all that shows', saved(1850, 100)],
    ['it lies far to the left', saved(-1150, 100)],
  ])('centres it when %s', (_, state) => {
    expect(placeWindow(state, [left])).toEqual({ width: 1200, height: 800, maximised: false })
  })

  it('lets it hang over an edge as long as it can be dragged', () => {
    expect(placeWindow(saved(-1000, 100), [left])).toMatchObject({ x: -1000, y: 100 })
    expect(placeWindow(saved(1790, 900), [left])).toMatchObject({ x: 1790, y: 900 })
  })

  it('is never smaller than the layout, never larger than its display', () => {
    expect(placeWindow(saved(10, 10, 300, 200), [left])).toMatchObject(smallest)
    expect(placeWindow(saved(10, 10, 5000, 3000), [left])).toMatchObject({ width: 1920, height: 1040 })
    expect(placeWindow(saved(2000, 10, 2400, 1300), [left, right])).toMatchObject({
      width: 2400,
      height: 1300,
    })
    expect(placeWindow(saved(10, 10, 1200, 800), [{ x: 0, y: 0, width: 800, height: 480 }])).toMatchObject(
      smallest,
    )
  })

  it('does without a display', () => {
    expect(placeWindow(saved(10, 10), [])).toEqual({ width: 1200, height: 800, maximised: false })
  })
})

describe('what a file says about the window', () => {
  it('is taken when it is whole', () => {
    const state = saved(-5, 7, 1000, 700, true)
    expect(readWindowState(JSON.parse(JSON.stringify(state)))).toEqual(state)
    expect(readWindowState({ bounds: state.bounds })).toMatchObject({ maximised: false })
  })

  it.each([
    null,
    'wide',
    {},
    { bounds: null },
    { bounds: { x: 0, y: 0, width: 100 } },
    { bounds: { x: 0.5, y: 0, width: 100, height: 100 } },
    { bounds: { x: '0', y: 0, width: 100, height: 100 } },
    { bounds: { x: 0, y: 0, width: 0, height: 100 } },
    { bounds: { x: 0, y: 0, width: 1e300, height: 100 } },
  ])('is left aside when it is %j', (json) => {
    expect(readWindowState(json)).toBeNull()
  })
})
