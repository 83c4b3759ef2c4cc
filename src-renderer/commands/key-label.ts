const names: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
}

/** A key as it is printed on a cap; a Mac's command key in place of Ctrl. */
export function keyLabel(key: string, mac = navigator.userAgent.includes('Mac')): string {
  return key
    .split('+')
    .map((part) => (part === 'Ctrl' && mac ? '⌘' : (names[part] ?? part)))
    .join(mac ? ' ' : '+')
}
