import type { MenuItemConstructorOptions } from 'electron'
import type { CommandData } from '#core/protocol/commands'

/** What the menu needs beside the list of commands. */
export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly safeGraphics: boolean
  run(id: string): void
  setSafeGraphics(safe: boolean): void
}

/** Electron's spelling of a key, or none for keys that belong to typing. */
export function accelerator(key: string): string | undefined {
  return key.startsWith('Ctrl+') ? key.replace('Ctrl+', 'CmdOrCtrl+') : undefined
}

/**
 * The menu: the platform's own roles, and the commands by group. Keys are shown, and handled by the window alone, so
 * that nothing happens twice.
 */
export function menuTemplate(
  commands: readonly CommandData[],
  options: MenuOptions,
): MenuItemConstructorOptions[] {
  const mac = options.platform === 'darwin'
  const items = (group: CommandData['group']): MenuItemConstructorOptions[] =>
    commands
      .filter((command) => command.group === group)
      .map(({ id, title, keys }) => {
        const key = keys.map(accelerator).find((found) => found !== undefined)
        return {
          id,
          label: title,
          click: () => options.run(id),
          ...(key === undefined ? {} : { accelerator: key, registerAccelerator: false }),
        }
      })
  const recent: MenuItemConstructorOptions[] = [
    { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] },
  ]
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        ...items('File'),
        ...(mac ? recent : []),
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    // Without this copy and paste have no keys on macOS.
    { role: 'editMenu' },
    { label: 'Experiment', submenu: items('Experiment') },
    { label: 'Play', submenu: items('Play') },
    {
      label: 'View',
      submenu: [
        ...items('View'),
        { type: 'separator' },
        {
          id: 'host.safe-graphics',
          label: 'Safe graphics',
          type: 'checkbox',
          checked: options.safeGraphics,
          click: () => options.setSafeGraphics(!options.safeGraphics),
        },
        { role: 'toggleDevTools' },
      ],
    },
    { label: 'Tools', submenu: items('Tools') },
    { role: 'windowMenu' },
    { label: 'Help', role: 'help', submenu: items('Help') },
  ]
}
