import { test } from 'vitest'
import { killWriters } from './campaign'

test('a hundred kills during checkpoint writes never leave an unreadable one', () => killWriters(100))
