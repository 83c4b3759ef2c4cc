/** In the order in which menus and the sheet of keys have them. */
export const commandGroups = ['File', 'Experiment', 'Play', 'View', 'Tools', 'Help'] as const

export type CommandGroup = (typeof commandGroups)[number]

/** Something a person can do, as data: for keys, palette, tooltips, the sheet of keys and the native menu. */
export interface CommandData {
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** Keys as `KeyboardEvent.key` with modifiers in the order Ctrl+Shift+Alt+; Ctrl is Cmd on a Mac. */
  readonly keys: readonly string[]
}

/** The one list of commands; what each does stands in the window. */
export const commandList = [
  { id: 'play.toggle', title: 'Play or pause', group: 'Play', keys: ['Space'] },
  { id: 'play.back', title: 'Step back', group: 'Play', keys: ['ArrowLeft'] },
  { id: 'play.forward', title: 'Step forward', group: 'Play', keys: ['ArrowRight'] },
  { id: 'play.back10', title: 'Ten steps back', group: 'Play', keys: ['Shift+ArrowLeft'] },
  { id: 'play.forward10', title: 'Ten steps forward', group: 'Play', keys: ['Shift+ArrowRight'] },
  { id: 'play.noise', title: 'To the noise end', group: 'Play', keys: ['Home'] },
  { id: 'play.data', title: 'To the data end', group: 'Play', keys: ['End'] },
  { id: 'play.restart', title: 'Restart with the same noise', group: 'Play', keys: ['R'] },
  { id: 'play.slower', title: 'Slower', group: 'Play', keys: [','] },
  { id: 'play.faster', title: 'Faster', group: 'Play', keys: ['.'] },
  { id: 'play.loop', title: 'Loop', group: 'Play', keys: ['L'] },
  { id: 'play.loopFrom', title: 'Loop from here', group: 'Play', keys: ['['] },
  { id: 'play.loopTo', title: 'Loop to here', group: 'Play', keys: [']'] },
  { id: 'play.loopAll', title: 'Loop over everything', group: 'Play', keys: ['\\'] },
  { id: 'experiment.noise', title: 'New noise for unlocked seeds', group: 'Experiment', keys: ['N'] },
  { id: 'experiment.undo', title: 'Undo', group: 'Experiment', keys: ['Ctrl+Z'] },
  { id: 'experiment.redo', title: 'Redo', group: 'Experiment', keys: ['Ctrl+Y', 'Ctrl+Shift+Z'] },
  { id: 'view.particles', title: 'Particles', group: 'View', keys: ['1'] },
  { id: 'view.density', title: 'Density', group: 'View', keys: ['2'] },
  { id: 'view.score', title: 'Score arrows', group: 'View', keys: ['3'] },
  { id: 'view.paths', title: 'Paths', group: 'View', keys: ['4'] },
  { id: 'view.streamlines', title: 'Streamlines', group: 'View', keys: ['5'] },
  { id: 'view.mesh', title: 'Mesh of the flow', group: 'View', keys: ['6'] },
  { id: 'view.trails', title: 'Trails', group: 'View', keys: ['7'] },
  { id: 'view.contours', title: 'Contours', group: 'View', keys: ['8'] },
  { id: 'view.spaceTime', title: 'Space–time', group: 'View', keys: ['S'] },
  { id: 'view.surface', title: 'Density as a surface', group: 'View', keys: ['D'] },
  { id: 'view.ridges', title: 'Densities stacked over time', group: 'View', keys: ['G'] },
  { id: 'view.fit', title: 'Show everything', group: 'View', keys: ['0'] },
  { id: 'view.snap', title: 'Fit the colour range to this picture', group: 'View', keys: ['C'] },
  { id: 'view.theme', title: 'Dark or light', group: 'View', keys: ['T'] },
  { id: 'view.projector', title: 'Projector mode', group: 'View', keys: ['P'] },
  { id: 'view.hide', title: 'Hide everything but the stage', group: 'View', keys: ['H'] },
  { id: 'view.left', title: 'Pipeline panel', group: 'View', keys: ['Ctrl+B'] },
  { id: 'view.right', title: 'Inspector panel', group: 'View', keys: ['Ctrl+I'] },
  { id: 'view.timeline', title: 'Timeline', group: 'View', keys: ['Ctrl+J'] },
  { id: 'view.fullscreen', title: 'Full screen', group: 'View', keys: ['F'] },
  { id: 'sheet.schedule', title: 'Noise schedule', group: 'Tools', keys: ['Shift+S'] },
  { id: 'sheet.convergence', title: 'Convergence study', group: 'Tools', keys: ['Shift+C'] },
  { id: 'sheet.training', title: 'Training', group: 'Tools', keys: ['Shift+L'] },
  { id: 'sheet.timesteps', title: 'Visited timesteps', group: 'Tools', keys: ['Shift+T'] },
  { id: 'sheet.compute', title: 'Compute', group: 'Tools', keys: [] },
  { id: 'sheet.inversion', title: 'Inversion', group: 'Tools', keys: ['Shift+I'] },
  { id: 'sheet.bound', title: 'Variational bound', group: 'Tools', keys: ['Shift+B'] },
  { id: 'sheet.weights', title: 'Path weights', group: 'Tools', keys: ['Shift+W'] },
  { id: 'sheet.backward', title: 'Backward value', group: 'Tools', keys: ['Shift+V'] },
  { id: 'sheet.wrongScore', title: 'Wrong score', group: 'Tools', keys: ['Shift+K'] },
  { id: 'sheet.passage', title: 'First passage', group: 'Tools', keys: ['Shift+P'] },
  { id: 'sheet.spectrum', title: 'Spectrum', group: 'Tools', keys: ['Shift+F'] },
  { id: 'sheet.entropy', title: 'Entropy', group: 'Tools', keys: ['Shift+E'] },
  { id: 'sheet.weakForm', title: 'Weak form', group: 'Tools', keys: ['Shift+D'] },
  { id: 'sheet.ito', title: 'Itô bench', group: 'Tools', keys: [] },
  { id: 'file.open', title: 'Open a document', group: 'File', keys: ['Ctrl+O'] },
  { id: 'file.save', title: 'Save the document', group: 'File', keys: ['Ctrl+S'] },
  { id: 'help.palette', title: 'All commands', group: 'Help', keys: ['Ctrl+K', 'Ctrl+Shift+P'] },
  { id: 'help.keys', title: 'Keys', group: 'Help', keys: ['?'] },
] as const satisfies readonly CommandData[]

export type CommandId = (typeof commandList)[number]['id']

/** A tool that opens over the lower stage has a command: "sheet." and its name. */
export type SheetCommand = Extract<CommandId, `sheet.${string}`>

type NameOf<Id> = Id extends `sheet.${infer Name}` ? Name : never

export type SheetName = NameOf<SheetCommand>

export function isSheetCommand(id: CommandId): id is SheetCommand {
  return id.startsWith('sheet.')
}

export function sheetOf(id: SheetCommand): SheetName {
  return id.slice('sheet.'.length) as SheetName
}
