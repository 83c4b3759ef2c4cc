import type { SheetName } from '#core/protocol/commands'
import { defaultLayers, type Layers, type ViewKind } from '../stage/stage-api'
import type { ThemeName } from '../stage/palette'

export type LayerName = keyof Layers

export type ThemeChoice = ThemeName | 'system'

const KEY = 'scorefield.view'
const small = matchMedia('(max-width: 1599px), (max-height: 899px)')

/** What is shown and how: layers, theme, folded panels. Kept by the window, never part of a document. */
export class ViewStore {
  layers = $state.raw<Layers>(defaultLayers)
  spaceTime = $state(false)
  theme = $state<ThemeChoice>('system')
  leftOpen = $state(true)
  rightOpen = $state(true)
  timelineOpen = $state(true)
  hidden = $state(false)
  /** Section of the pipeline that was asked for last, 1 to 4 */
  section = $state(1)
  picked = $state<number | null>(null)
  /** The tool that is open over the lower stage */
  sheet = $state<SheetName | null>(null)
  /** Small windows keep rows of lower priority behind "More". */
  narrow = $state(small.matches)
  systemDark = $state(matchMedia('(prefers-color-scheme: dark)').matches)
  themeName: ThemeName = $derived(this.theme === 'system' ? (this.systemDark ? 'dark' : 'light') : this.theme)

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
      this.systemDark = event.matches
    })
    small.addEventListener('change', (event) => {
      this.narrow = event.matches
    })
    const kept = localStorage.getItem(KEY)
    if (kept === 'dark' || kept === 'light' || kept === 'system') this.theme = kept
  }

  toggleLayer(layer: LayerName): void {
    this.layers = { ...this.layers, [layer]: !this.layers[layer] }
  }

  toggleSheet(name: SheetName): void {
    this.sheet = this.sheet === name ? null : name
  }

  setTheme(theme: ThemeChoice): void {
    this.theme = theme
    localStorage.setItem(KEY, theme)
  }

  cycleTheme(): void {
    this.setTheme(this.themeName === 'dark' ? 'light' : 'dark')
  }

  kind(dimension: number): ViewKind {
    if (dimension === 1) return 'line'
    if (dimension === 3) return 'volume'
    return this.spaceTime ? 'space-time' : 'plane'
  }
}
