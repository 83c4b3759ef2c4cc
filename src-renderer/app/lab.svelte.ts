import { getContext, setContext } from 'svelte'
import type { CommandRegistry } from '../commands/registry'
import { labCommands } from '../commands/lab-commands'
import { Session } from '../session/session.svelte'
import { Clock } from '../stores/clock.svelte'
import { DistanceStore } from '../stores/distance.svelte'
import { Frames } from '../stores/frames.svelte'
import { TrainingStore } from '../stores/training.svelte'
import { RestStore } from '../stores/rest.svelte'
import { StudyStore } from '../stores/study.svelte'
import { ViewStore } from '../stores/view.svelte'

const KEY = Symbol('lab')

/** Everything that the parts of the window share, made once. */
export class Lab {
  readonly session = new Session()
  readonly view = new ViewStore()
  readonly clock = new Clock(this.session)
  readonly frames = new Frames(this.session, this.clock, this.view)
  readonly distance = new DistanceStore(this.session, this.clock, this.view)
  readonly rest = new RestStore(this.session)
  readonly study = new StudyStore(this.session)
  readonly training = new TrainingStore(this.session)
  readonly commands: CommandRegistry = labCommands(this)
  /** Sheets over the window */
  sheet = $state<'palette' | 'keys' | null>(null)
}

export function provideLab(): Lab {
  const lab = new Lab()
  setContext(KEY, lab)
  return lab
}

/** Throws when it is asked for outside the window. */
export function useLab(): Lab {
  const lab = getContext<Lab | undefined>(KEY)
  if (lab === undefined) throw new Error('useLab is for parts of the window')
  return lab
}
