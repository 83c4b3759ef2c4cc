import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Newest modification time below some paths, in milliseconds; 0 for paths that do not exist. */
export function newest(paths) {
  let time = 0
  for (const path of paths) {
    if (!existsSync(path)) continue
    const info = statSync(path)
    if (!info.isDirectory()) time = Math.max(time, info.mtimeMs)
    else for (const name of readdirSync(path)) time = Math.max(time, newest([join(path, name)]))
  }
  return time
}

/** Packages are to be installed when there are none, or when the lock file is newer than what was installed. */
export function mustInstall(installedAt, lockAt) {
  return installedAt === 0 || lockAt > installedAt
}

/** A build is old when a source is newer than it. */
export function mustBuild(builtAt, sourceAt) {
  return builtAt === 0 || sourceAt > builtAt
}
