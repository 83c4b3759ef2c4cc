import { test } from 'vitest'
import { killWriters } from './campaign'

test('ten kills during checkpoint writes never leave an unreadable one', { timeout: 120_000 }, () =>
  killWriters(10),
)
