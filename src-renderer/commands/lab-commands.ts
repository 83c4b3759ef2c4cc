import type { Lab } from '../app/lab.svelte'
import { chooseFile, downloadDocument } from '../session/files'
import {
  type CommandId,
  commandList,
  isSheetCommand,
  type SheetCommand,
  sheetOf,
} from '#core/protocol/commands'
import { type CommandRegistry, createRegistry } from './registry'

/** What each command does in the window; a command without an entry does not compile. */
export function labCommands(lab: Lab): CommandRegistry {
  const { clock, session, view } = lab
  const speed = (factor: number) => () => {
    const now = session.document?.timeline.speed ?? 1
    session.setTimeline({ speed: Math.min(50, Math.max(0.05, now * factor)) })
  }
  const mark = (end: 0 | 1) => () => {
    const [low, high] = session.document?.timeline.range ?? [0, 1]
    const at = clock.at
    const range =
      end === 0 ? ([at, Math.max(high, at + 0.02)] as const) : ([Math.min(low, at - 0.02), at] as const)
    session.setTimeline({ range: [Math.max(0, range[0]), Math.min(1, range[1])], loop: true })
  }
  const runs: Readonly<Record<Exclude<CommandId, SheetCommand>, () => void>> = {
    'play.toggle': () => clock.toggle(),
    'play.back': () => clock.stepBy(-1),
    'play.forward': () => clock.stepBy(1),
    'play.back10': () => clock.stepBy(-10),
    'play.forward10': () => clock.stepBy(10),
    'play.noise': () => clock.toEnd('noise'),
    'play.data': () => clock.toEnd('data'),
    'play.restart': () => clock.restart(),
    'play.slower': speed(0.5),
    'play.faster': speed(2),
    'play.loop': () => session.setTimeline({ loop: !(session.document?.timeline.loop ?? true) }),
    'play.loopFrom': mark(0),
    'play.loopTo': mark(1),
    'play.loopAll': () => session.setTimeline({ range: [0, 1] }),
    'experiment.noise': () => session.reroll(),
    'experiment.undo': () => session.undo(),
    'experiment.redo': () => session.redo(),
    'view.particles': () => view.toggleLayer('particles'),
    'view.density': () => view.toggleLayer('density'),
    'view.score': () => view.toggleLayer('score'),
    'view.paths': () => view.toggleLayer('paths'),
    'view.streamlines': () => view.toggleLayer('streamlines'),
    'view.mesh': () => view.toggleLayer('mesh'),
    'view.trails': () => view.toggleLayer('trails'),
    'view.contours': () => view.toggleLayer('contours'),
    'view.spaceTime': () => view.toggleScene('space-time'),
    'view.ridges': () => view.toggleScene('ridges'),
    'view.surface': () => view.toggleScene('surface'),
    'view.fit': () => lab.frames.stage?.fit(),
    'view.snap': () => {
      const { frame, stage } = lab.frames
      if (frame !== null && frame.density !== null) stage?.setDensityTop(frame.density.max)
    },
    'view.theme': () => view.cycleTheme(),
    'view.projector': () => view.toggleProjector(),
    'view.hide': () => {
      view.hidden = !view.hidden
    },
    'view.left': () => {
      view.leftOpen = !view.leftOpen
    },
    'view.right': () => {
      view.rightOpen = !view.rightOpen
    },
    'view.timeline': () => {
      view.timelineOpen = !view.timelineOpen
    },
    'view.fullscreen': () => {
      if (document.fullscreenElement === null) void document.documentElement.requestFullscreen()
      else void document.exitFullscreen()
    },
    'file.open': () => chooseFile(session),
    'file.save': () => downloadDocument(session),
    'help.palette': () => {
      lab.sheet = lab.sheet === 'palette' ? null : 'palette'
    },
    'help.keys': () => {
      lab.sheet = lab.sheet === 'keys' ? null : 'keys'
    },
  }
  const runOf = (id: CommandId): (() => void) =>
    isSheetCommand(id) ? () => view.toggleSheet(sheetOf(id)) : runs[id]
  return createRegistry(commandList.map((data) => ({ ...data, run: runOf(data.id) })))
}
