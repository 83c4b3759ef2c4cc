import type { MenuItemConstructorOptions } from 'electron'

/** A command as the native menu needs it; the list is the window's own. */
export interface MenuCommand {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly keys: readonly string[]
}

/** Electron's spelling of a key, or none for keys that belong to typing. */
export function accelerator(key: string): string | undefined {
  return key.startsWith('Ctrl+') ? key.replace('Ctrl+', 'CmdOrCtrl+') : undefined
}

/** The menu: the platform's own roles, and the commands by group. A click goes to the window. */
export function menuTemplate(
  commands: readonly MenuCommand[],
  platform: NodeJS.Platform,
  send: (id: string) => void,
): MenuItemConstructorOptions[] {
  const items = (group: string): MenuItemConstructorOptions[] =>
    commands
      .filter((command) => command.group === group)
      .map(({ id, title, keys }) => {
        const key = keys.map(accelerator).find((found) => found !== undefined)
        return {
          id,
          label: title,
          click: () => send(id),
          ...(key === undefined ? {} : { accelerator: key, registerAccelerator: false }),
        }
      })
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [...items('File'), { type: 'separator' }, { role: platform === 'darwin' ? 'close' : 'quit' }],
    },
    // Without this copy and paste have no keys on macOS.
    { role: 'editMenu' },
    { label: 'Experiment', submenu: items('Experiment') },
    { label: 'Play', submenu: items('Play') },
    { label: 'View', submenu: items('View') },
    { role: 'windowMenu' },
    { label: 'Help', role: 'help', submenu: items('Help') },
  ]
}
