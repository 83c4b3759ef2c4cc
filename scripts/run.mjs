import { spawn } from 'node:child_process'

/** Runs a program to its end with this terminal; resolves to its exit code. Interrupts reach the program. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    process.on('SIGINT', pass)
    process.on('SIGTERM', pass)
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(127)
    })
    child.on('exit', (code, signal) => {
      process.off('SIGINT', pass)
      process.off('SIGTERM', pass)
      resolve(code ?? (signal === null ? 1 : 130))
    })
  })
}

/** The same, with what it prints as text instead. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.stderr.on('data', (chunk) => (text += chunk))
    child.on('error', (error) => resolve({ code: 127, text: error.message }))
    child.on('exit', (code) => resolve({ code: code ?? 1, text }))
  })
}

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
