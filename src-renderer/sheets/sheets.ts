import {
  AudioWaveform,
  BrainCircuit,
  ChartColumn,
  ChartSpline,
  Cpu,
  Equal,
  Flame,
  DoorOpen,
  Scale,
  ShieldAlert,
  Sigma,
  Spline,
  StepBack,
  TableProperties,
  Undo2,
} from '@lucide/svelte'
import type { Component } from 'svelte'
import type { Lab } from '../app/lab.svelte'
import type { SheetName } from '#core/protocol/commands'
import BackwardSheet from './backward/BackwardSheet.svelte'
import BoundSheet from './bound/BoundSheet.svelte'
import ScheduleSheet from './schedule/ScheduleSheet.svelte'
import ConvergenceSheet from './convergence/ConvergenceSheet.svelte'
import ComputeSheet from './compute/ComputeSheet.svelte'
import ItoSheet from './ito/ItoSheet.svelte'
import EntropySheet from './entropy/EntropySheet.svelte'
import InversionSheet from './inversion/InversionSheet.svelte'
import PassageSheet from './passage/PassageSheet.svelte'
import SpectrumSheet from './spectrum/SpectrumSheet.svelte'
import TrainingSheet from './training/TrainingSheet.svelte'
import TimestepSheet from './timesteps/TimestepSheet.svelte'
import WeakFormSheet from './weak-form/WeakFormSheet.svelte'
import WeightsSheet from './weights/WeightsSheet.svelte'
import WrongScoreSheet from './wrong-score/WrongScoreSheet.svelte'

/** A tool that opens over the lower stage; its title and keys stand in the list of commands. */
export interface Sheet {
  readonly icon: Component<{ size?: number; strokeWidth?: number }>
  /** Draws itself inside a `StageSheet`. */
  readonly component: Component
  /** Why it has nothing to show for what is open, in one sentence; null: it has. */
  unfit(lab: Lab): string | null
}

/** For what is seen as particles under a process alone. */
const diffusion = ({ session }: Lab): string | null =>
  session.model === null ? 'This is about diffusion models; another subject is open.' : null

/** For paths of an equation with noise, whose law a drift changes. */
const paths = ({ session }: Lab): string | null =>
  session.document?.experiment.subject.kind === 'sde'
    ? null
    : 'This is about the paths of an equation with noise; another subject is open.'

/** For heat alone: what stands still has no waves that fade. */
const heat = ({ session }: Lab): string | null => {
  const subject = session.document?.experiment.subject
  return subject?.kind === 'field' && subject.problem.kind !== 'poisson'
    ? null
    : 'This is about the waves of heat as it flows; another subject is open.'
}

/** For densities in one dimension or two that go through time. */
const onGrid = ({ session }: Lab): string | null => {
  if (session.document?.experiment.subject.kind === 'field' && session.run?.times.length === 2)
    return 'This is about what goes through time; a field that stands still is open.'
  return session.run?.dimension === 3
    ? 'Densities on grids have two dimensions at most; data of three are open.'
    : null
}

/** Every sheet, in the order of the menu. A sheet is a command in `commandList`, a component, and a line here. */
export const sheets: Readonly<Record<SheetName, Sheet>> = {
  schedule: { icon: Spline, component: ScheduleSheet, unfit: diffusion },
  convergence: { icon: ChartSpline, component: ConvergenceSheet, unfit: diffusion },
  timesteps: { icon: TableProperties, component: TimestepSheet, unfit: diffusion },
  inversion: { icon: Undo2, component: InversionSheet, unfit: diffusion },
  bound: { icon: ChartColumn, component: BoundSheet, unfit: diffusion },
  backward: { icon: StepBack, component: BackwardSheet, unfit: paths },
  wrongScore: { icon: ShieldAlert, component: WrongScoreSheet, unfit: diffusion },
  training: { icon: BrainCircuit, component: TrainingSheet, unfit: diffusion },
  entropy: { icon: Flame, component: EntropySheet, unfit: onGrid },
  weights: { icon: Scale, component: WeightsSheet, unfit: paths },
  passage: { icon: DoorOpen, component: PassageSheet, unfit: paths },
  spectrum: { icon: AudioWaveform, component: SpectrumSheet, unfit: heat },
  weakForm: { icon: Equal, component: WeakFormSheet, unfit: paths },
  ito: { icon: Sigma, component: ItoSheet, unfit: paths },
  compute: { icon: Cpu, component: ComputeSheet, unfit: () => null },
}
