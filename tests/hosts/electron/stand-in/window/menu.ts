import type { MenuItemConstructorOptions } from 'electron'

/** Roles that Electron knows and the lab could want; Electron throws for any other. */
const roles = new Set(
  (
    'about clearRecentDocuments close copy cut delete front help hide hideOthers minimize paste pasteAndMatchStyle quit ' +
    'recentDocuments redo reload resetZoom selectAll services toggleDevTools togglefullscreen undo unhide window zoom ' +
    'zoomIn zoomOut appMenu editMenu fileMenu shareMenu viewMenu windowMenu'
  )
    .split(' ')
    .map((role) => role.toLowerCase()),
)
const ACCELERATOR =
  /^((CmdOrCtrl|CommandOrControl|Cmd|Ctrl|Alt|Option|Shift|Super|Meta)\+)*([A-Z0-9,./;'[\]\\=`-]|F\d+|Plus|Space|Tab|Enter|Return|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Up|Down|Left|Right)$/

/** A menu that was made from a template, for tests to read and click. */
export class StandInMenu {
  constructor(readonly items: readonly MenuItemConstructorOptions[]) {}

  /** Every item, at any depth. */
  all(): MenuItemConstructorOptions[] {
    const below = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
      items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? below(item.submenu) : [])])
    return below(this.items)
  }

  /** Clicks an item by its id as a person would. */
  click(id: string): void {
    const found = this.all().find((item) => item.id === id)
    if (found?.click === undefined) throw new Error(`there is no item ${id} to click`)
    // What Electron passes along is of no use to the lab.
    found.click(null as never, undefined, {})
  }
}

/** Builds a menu. Throws for an item that says nothing, a role or key that Electron does not know, or a second id. */
export function buildMenu(template: readonly MenuItemConstructorOptions[]): StandInMenu {
  const menu = new StandInMenu(template)
  const ids = new Set<string>()
  for (const { id, label, role, type, accelerator } of menu.all()) {
    if (label === undefined && role === undefined && type !== 'separator')
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type')
    if (role !== undefined && !roles.has(role.toLowerCase())) throw new TypeError(`unknown role ${role}`)
    if (accelerator != null && !ACCELERATOR.test(String(accelerator)))
      throw new TypeError(`unknown accelerator ${String(accelerator)}`)
    if (id !== undefined && ids.has(id)) throw new Error(`two items are called ${id}`)
    if (id !== undefined) ids.add(id)
  }
  return menu
}
