import type { SheetName } from '#core/protocol/commands'
import type { RunInfo } from '#core/protocol/contract'
import type { DistanceName } from '#core/protocol/distances'
import { defaultLayers, type Layers, type ViewKind } from '../stage/stage-api'
import type { ThemeName } from '../stage/palette'
import { kindOf, type SceneName } from './scenes'

export type LayerName = keyof Layers

export type ThemeChoice = ThemeName | 'system'

const KEY = 'scorefield.view'
const small = matchMedia('(max-width: 1599px), (max-height: 899px)')
/** Beside the stage there is room for the inspector, and for the pipeline. */
const roomRight = matchMedia('(min-width: 1120px)')
const roomLeft = matchMedia('(min-width: 960px)')

/** What is shown and how: layers, theme, folded panels. Kept by the window, never part of a document. */
export class ViewStore {
  layers = $state.raw<Layers>(defaultLayers)
  /** How the run is seen, where it can be seen so */
  scene = $state<SceneName>('stage')
  theme = $state<ThemeChoice>('system')
  leftOpen = $state(roomLeft.matches)
  rightOpen = $state(roomRight.matches)
  timelineOpen = $state(true)
  hidden = $state(false)
  /** For a lecture room: light, larger, heavier */
  projector = $state(false)
  picked = $state<number | null>(null)
  /** What the distance to the exact density is measured by */
  measure = $state<DistanceName>('sliced-w2')
  /** The tool that is open over the lower stage */
  sheet = $state<SheetName | null>(null)
  /** Small windows keep rows of lower priority behind "More". */
  narrow = $state(small.matches)
  systemDark = $state(matchMedia('(prefers-color-scheme: dark)').matches)
  themeName: ThemeName = $derived(
    this.projector ? 'light' : this.theme === 'system' ? (this.systemDark ? 'dark' : 'light') : this.theme,
  )

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
      this.systemDark = event.matches
    })
    small.addEventListener('change', (event) => {
      this.narrow = event.matches
    })
    roomLeft.addEventListener('change', (event) => {
      this.leftOpen = event.matches
    })
    roomRight.addEventListener('change', (event) => {
      this.rightOpen = event.matches
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

  /** Panels fold for the projector and come back after it. */
  toggleProjector(): void {
    this.projector = !this.projector
    this.leftOpen = !this.projector && roomLeft.matches
    this.rightOpen = !this.projector && roomRight.matches
    this.timelineOpen = !this.projector
  }

  /** Another scene, or back to the plain stage */
  toggleScene(name: SceneName): void {
    this.scene = this.scene === name ? 'stage' : name
  }

  /** What the stage draws of a run. */
  kind(run: Pick<RunInfo, 'dimension' | 'direction'>): ViewKind {
    return kindOf(this.scene, run)
  }
}
