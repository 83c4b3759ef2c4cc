import { describe, expect, it } from 'vitest'
import { commandGroups, commandList } from '#core/protocol/commands'
import { createRegistry, keyOf } from '#renderer/commands/registry'

const command = (id: string, keys: readonly string[]) => ({
  id,
  title: id,
  group: 'View' as const,
  keys,
  run: () => undefined,
})
const key = (
  name: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => keyOf({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held })

describe('the registry of commands', () => {
  it('takes the whole list: no name and no key stands for two', () => {
    expect(() => createRegistry(commandList.map((data) => ({ ...data, run: () => undefined })))).not.toThrow()
    for (const { group, title } of commandList) {
      expect(commandGroups).toContain(group)
      expect(title).toMatch(/^[A-Z][^!]*$/)
    }
  })

  it('refuses two commands with one name or one key', () => {
    expect(() => createRegistry([command('a', []), command('a', [])])).toThrow('two commands are called a')
    expect(() => createRegistry([command('a', ['X']), command('b', ['X'])])).toThrow('X stands for a and b')
    expect(() => createRegistry([]).find('none')).toThrow('there is no command none')
  })

  it('names keys as the list does', () => {
    expect(key(' ')).toBe('Space')
    expect(key('s')).toBe('S')
    expect(key('S', { shiftKey: true })).toBe('Shift+S')
    expect(key('z', { ctrlKey: true })).toBe('Ctrl+Z')
    expect(key('z', { metaKey: true, shiftKey: true })).toBe('Ctrl+Shift+Z')
    expect(key('?', { shiftKey: true })).toBe('?')
    expect(key('ArrowLeft', { shiftKey: true })).toBe('Shift+ArrowLeft')
  })
})
