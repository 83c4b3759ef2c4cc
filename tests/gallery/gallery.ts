import '@fontsource-variable/inter/opsz.css'
import { createStage, type Stage } from '#renderer/stage/stage'
import { exactRun } from './exact-run'
import { scenes, show } from './scenes'

/** `?scene=main&theme=light&width=1256&height=826&ratio=1` draws one picture; the title says when it is there. `software`
 * is 1 or 0 where the stage shall not find out by itself. */
const query = new URLSearchParams(location.search)
const number = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise)
const [width, height, ratio] = [number('width', 1256), number('height', 826), number('ratio', 1)]

const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!
const overlay = document.querySelector<HTMLElement>('#overlay')!
document.body.style.margin = '0'
Object.assign(canvas.style, { position: 'absolute', width: `${width}px`, height: `${height}px` })
Object.assign(overlay.style, { position: 'absolute', width: `${width}px`, height: `${height}px` })

const stage: Stage = createStage({
  canvas,
  overlay,
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  ...(query.has('software') ? { software: query.get('software') === '1' } : {}),
})
stage.resize(width, height, ratio)

/** Frames a second whose positions were new, over some seconds, with nothing else but points. */
async function measure(points: number, seconds: number): Promise<number> {
  const run = exactRun(2, 3)
  const moments = [60, 61, 62].map((step) => run.frame(step, points, { density: null, score: null }))
  show(stage, {
    ...scenes['points-2k']!,
    layers: { score: false, paths: false, twins: false, density: false, contours: false },
  })
  const gl = canvas.getContext('webgl2')
  const pixel = new Uint8Array(4)
  const begin = performance.now()
  let frames = 0
  while (performance.now() - begin < seconds * 1000) {
    await new Promise(requestAnimationFrame)
    stage.setFrame(moments[frames % 3]!)
    stage.draw()
    // Waits until the picture is really there.
    gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
    frames++
  }
  return (frames * 1000) / (performance.now() - begin)
}

Object.assign(window, { stage, measure, show, scenes, exactRun })
const scene = scenes[query.get('scene') ?? 'main']
void document.fonts.ready.then(() => {
  if (scene !== undefined) show(stage, scene)
  document.title = 'drawn'
})
