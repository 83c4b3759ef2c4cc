import type { Palette } from '../palette'

export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly size?: number
  readonly weight?: 400 | 500 | 600
  readonly colour?: string
}

/** Ticks, keys and labels over the canvas, as one SVG with crisp text; CSS pixels. */
export interface Furniture {
  begin(width: number, height: number, palette: Palette, type: number): void
  line(x1: number, y1: number, x2: number, y2: number, colour: string, width?: number): void
  /** `text` is escaped; `_x` sets the letter after it as a subscript, and `*p*` in italic serif. */
  text(x: number, y: number, text: string, style?: TextStyle): void
  /** Text on a chip in the stage's colour, centred; `strong` is ink with the ground's text. */
  flag(x: number, y: number, text: string, strong?: boolean): void
  /** Vertical bar from the bottom up. */
  ramp(x: number, y: number, width: number, height: number, stops: readonly string[]): void
  /** Changes what is new and leaves the rest of the page alone. */
  end(): void
  dispose(): void
}

export function createFurniture(overlay: HTMLElement): Furniture {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('aria-hidden', 'true')
  Object.assign(svg.style, { position: 'absolute', inset: '0', pointerEvents: 'none', overflow: 'hidden' })
  svg.style.fontFeatureSettings = '"tnum","calt","cv11","ss03"'
  svg.setAttribute('font-family', '"Inter Variable","Noto Sans SC Variable",system-ui,sans-serif')
  overlay.append(svg)
  let parts: string[] = []
  let shown: string[] = []
  let nodes: Element[] = []
  let sized = ''
  // Setting a length lays the whole drawing out again, even to the value that it has.
  const size = (width: number, height: number): void => {
    if (sized === `${width} ${height}`) return
    sized = `${width} ${height}`
    svg.setAttribute('width', String(width))
    svg.setAttribute('height', String(height))
  }
  let scale = 1
  let colours: Palette | null = null
  const n = (value: number): string => value.toFixed(1)
  return {
    begin(width, height, palette, type) {
      parts = []
      scale = type
      colours = palette
      size(width, height)
    },
    line(x1, y1, x2, y2, colour, width = 1) {
      // Hairlines stand on pixel centres.
      const snap = (v: number): string => (width <= 1 ? n(Math.floor(v) + 0.5) : n(v))
      parts.push(
        `<path d="M${snap(x1)} ${snap(y1)}L${snap(x2)} ${snap(y2)}" stroke="${colour}" stroke-width="${width}" fill="none"/>`,
      )
    },
    text(x, y, text, { anchor = 'start', size = 11, weight = 400, colour } = {}) {
      parts.push(
        `<text x="${n(x)}" y="${n(y)}" font-size="${size * scale}" font-weight="${weight}" text-anchor="${anchor}" fill="${colour ?? colours?.tick}">${markUp(text, size * scale)}</text>`,
      )
    },
    flag(x, y, text, strong = false) {
      const width = text.length * 6.6 * scale + 12
      const height = 20 * scale
      parts.push(
        `<rect x="${n(x - width / 2)}" y="${n(y - height / 2)}" width="${n(width)}" height="${n(height)}" rx="4" fill="${strong ? colours?.ink : colours?.veil}"/>`,
        `<text x="${n(x)}" y="${n(y + 4 * scale)}" font-size="${12 * scale}" font-weight="${strong ? 600 : 500}" text-anchor="middle" fill="${strong ? colours?.stage : colours?.ink}">${markUp(text, 12)}</text>`,
      )
    },
    ramp(x, y, width, height, stops) {
      const share = 1 / stops.length
      stops.forEach((colour, i) => {
        const top = y + height * (1 - (i + 1) * share)
        parts.push(
          `<rect x="${n(x)}" y="${top.toFixed(2)}" width="${width}" height="${(height * share + 0.5).toFixed(2)}" fill="${colour}"/>`,
        )
      })
    },
    end() {
      if (parts.length !== shown.length) {
        svg.innerHTML = parts.join('')
        nodes = [...svg.children]
      } else
        parts.forEach((part, i) => {
          if (part === shown[i]) return
          // Parsed as a child of the drawing, so that it is an element of SVG.
          nodes[i]!.insertAdjacentHTML('afterend', part)
          const fresh = nodes[i]!.nextElementSibling!
          nodes[i]!.remove()
          nodes[i] = fresh
        })
      shown = parts
    },
    dispose: () => svg.remove(),
  }
}

function markUp(text: string, size: number): string {
  const serif = 'font-family="KaTeX_Math,Source Serif 4 Variable,Georgia,serif" font-style="italic"'
  const escaped = text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
  // One pass, so that what is put in is not read again.
  return escaped.replace(/\*(.+?)\*|_(.)/g, (_, italic: string | undefined, below: string | undefined) =>
    italic !== undefined
      ? `<tspan ${serif} font-size="${(size * 1.12).toFixed(1)}">${italic}</tspan>`
      : `<tspan ${serif} dy="3" font-size="${(size * 0.8).toFixed(1)}">${below}</tspan><tspan dy="-3">&#8203;</tspan>`,
  )
}
