import type { Lab } from '../app/lab.svelte'
import { chooseFile, downloadDocument } from '../session/files'
import { type Command, type CommandRegistry, createRegistry } from './registry'

/** What can be done in the window: one list for keys, palette, tooltips and the sheet of keys. */
export function labCommands(lab: Lab): CommandRegistry {
  const { clock, session, view } = lab
  const command = (
    id: string,
    title: string,
    group: Command['group'],
    keys: readonly string[],
    run: () => void,
  ): Command => ({ id, title, group, keys, run })
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
  return createRegistry([
    command('play.toggle', 'Play or pause', 'Play', ['Space'], () => clock.toggle()),
    command('play.back', 'Step back', 'Play', ['ArrowLeft'], () => clock.stepBy(-1)),
    command('play.forward', 'Step forward', 'Play', ['ArrowRight'], () => clock.stepBy(1)),
    command('play.back10', 'Ten steps back', 'Play', ['Shift+ArrowLeft'], () => clock.stepBy(-10)),
    command('play.forward10', 'Ten steps forward', 'Play', ['Shift+ArrowRight'], () => clock.stepBy(10)),
    command('play.noise', 'To the noise end', 'Play', ['Home'], () => clock.toEnd('noise')),
    command('play.data', 'To the data end', 'Play', ['End'], () => clock.toEnd('data')),
    command('play.restart', 'Restart with the same noise', 'Play', ['R'], () => clock.restart()),
    command('play.slower', 'Slower', 'Play', [','], speed(0.5)),
    command('play.faster', 'Faster', 'Play', ['.'], speed(2)),
    command('play.loop', 'Loop', 'Play', ['L'], () =>
      session.setTimeline({ loop: !(session.document?.timeline.loop ?? true) }),
    ),
    command('play.loopFrom', 'Loop from here', 'Play', ['['], mark(0)),
    command('play.loopTo', 'Loop to here', 'Play', [']'], mark(1)),
    command('play.loopAll', 'Loop over everything', 'Play', ['\\'], () =>
      session.setTimeline({ range: [0, 1] }),
    ),
    command('experiment.noise', 'New noise for unlocked seeds', 'Experiment', ['N'], () => session.reroll()),
    command('experiment.undo', 'Undo', 'Experiment', ['Ctrl+Z'], () => session.undo()),
    command('experiment.redo', 'Redo', 'Experiment', ['Ctrl+Y', 'Ctrl+Shift+Z'], () => session.redo()),
    command('view.particles', 'Particles', 'View', ['1'], () => view.toggleLayer('particles')),
    command('view.density', 'Density', 'View', ['2'], () => view.toggleLayer('density')),
    command('view.score', 'Score arrows', 'View', ['3'], () => view.toggleLayer('score')),
    command('view.paths', 'Paths', 'View', ['4'], () => view.toggleLayer('paths')),
    command('view.streamlines', 'Streamlines', 'View', ['5'], () => view.toggleLayer('streamlines')),
    command('view.mesh', 'Mesh of the flow', 'View', ['6'], () => view.toggleLayer('mesh')),
    command('view.trails', 'Trails', 'View', ['7'], () => view.toggleLayer('trails')),
    command('view.contours', 'Contours', 'View', ['8'], () => view.toggleLayer('contours')),
    command('view.spaceTime', 'Space–time', 'View', ['S'], () => {
      view.spaceTime = !view.spaceTime
    }),
    command('view.fit', 'Show everything', 'View', ['0'], () => lab.frames.stage?.fit()),
    command('view.snap', 'Fit the colour range to this picture', 'View', ['C'], () => {
      const { frame, stage } = lab.frames
      if (frame !== null && frame.density !== null) stage?.setDensityTop(frame.density.max)
    }),
    command('view.theme', 'Dark or light', 'View', ['T'], () => view.cycleTheme()),
    command('view.hide', 'Hide everything but the stage', 'View', ['H'], () => {
      view.hidden = !view.hidden
    }),
    command('view.left', 'Pipeline panel', 'View', ['Ctrl+B'], () => {
      view.leftOpen = !view.leftOpen
    }),
    command('view.right', 'Inspector panel', 'View', ['Ctrl+I'], () => {
      view.rightOpen = !view.rightOpen
    }),
    command('view.timeline', 'Timeline', 'View', ['Ctrl+J'], () => {
      view.timelineOpen = !view.timelineOpen
    }),
    command('view.fullscreen', 'Full screen', 'View', ['F'], () => {
      if (document.fullscreenElement === null) void document.documentElement.requestFullscreen()
      else void document.exitFullscreen()
    }),
    command('file.open', 'Open a document', 'File', ['Ctrl+O'], () => chooseFile(session)),
    command('file.save', 'Save the document', 'File', ['Ctrl+S'], () => downloadDocument(session)),
    command('help.palette', 'All commands', 'Help', ['Ctrl+K', 'Ctrl+Shift+P'], () => {
      lab.sheet = lab.sheet === 'palette' ? null : 'palette'
    }),
    command('help.keys', 'Keys', 'Help', ['?'], () => {
      lab.sheet = lab.sheet === 'keys' ? null : 'keys'
    }),
  ])
}
