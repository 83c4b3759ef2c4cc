import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command } from '#main/cli/command'
import { decodeNpy, encodeNpy, type NpyArray } from '#core/numeric/npy'

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly error: string
}

/** A command line in this process, without threads. */
export async function lab(...args: readonly string[]): Promise<Outcome> {
  const out: string[] = []
  const error: string[] = []
  const code = await command(args, {
    out: (line) => out.push(line),
    error: (line) => error.push(line),
    entry: undefined,
  })
  return { code, out: out.join('\n'), error: error.join('\n') }
}

/** A folder that lives as long as a test. */
export class Bench {
  readonly path = mkdtempSync(join(tmpdir(), 'scorefield-cli-'))

  at(...parts: readonly string[]): string {
    return join(this.path, ...parts)
  }

  json(name: string, value: unknown): string {
    writeFileSync(this.at(name), JSON.stringify(value))
    return this.at(name)
  }

  npy(name: string, array: NpyArray): string {
    writeFileSync(this.at(name), encodeNpy(array))
    return this.at(name)
  }

  bytes(...parts: readonly string[]): Uint8Array {
    return readFileSync(this.at(...parts))
  }

  /** Numbers of a result, and the precision in which they were written. */
  read(shape: readonly (number | null)[], ...parts: readonly string[]) {
    const { data } = decodeNpy(this.bytes(...parts), parts.join('/'), shape)
    return {
      data: Float64Array.from(data),
      precision: data instanceof Float64Array ? 'float64' : 'float32',
    }
  }

  report(...parts: readonly string[]): Record<string, unknown> {
    return JSON.parse(readFileSync(this.at(...parts, 'run.json'), 'utf8')) as Record<string, unknown>
  }

  remove(): void {
    rmSync(this.path, { recursive: true })
  }
}

/** A good document that runs in milliseconds; `subject` overrides fields of its subject. */
export function smallDocument(subject: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    scorefield: 1,
    title: 'Small',
    experiment: {
      subject: {
        kind: 'generative',
        data: { kind: 'ring' },
        process: { kind: 'vp-linear' },
        grid: { kind: 'log-snr', steps: 6 },
        particles: 700,
        ...subject,
      },
    },
    seeds: { data: 1, start: 2, path: 3 },
  }
}
