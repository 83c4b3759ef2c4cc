import type { Description } from '#core/params/entry'

/** The Fokker-Planck density on a grid, beside the particles. */
export const densityGrid = {
  kind: 'density-grid',
  title: 'Density on a grid',
  doc: 'The Fokker–Planck equation of the same run on a grid, beside the particles.',
  source: 'Chang & Cooper 1970',
  formula: '\\partial_t p = -\\nabla\\!\\cdot(v\\,p - K\\nabla p)',
  params: {
    cells: {
      kind: 'number',
      label: 'Cells',
      doc: 'Cells along each axis, up to 512 in the plane; the error falls with their square.',
      default: 128,
      min: 8,
      max: 4096,
      soft: [32, 512],
      scale: 'log',
      integer: true,
    },
    scheme: {
      kind: 'choice',
      label: 'Scheme',
      doc: 'Chosen by the noise: flux-limited where there is little of it, backward Euler where it smooths.',
      default: 'by-noise',
      options: [
        { value: 'by-noise', label: 'By the noise' },
        { value: 'backward-euler', label: 'Backward Euler' },
        { value: 'alternating-directions', label: 'Crank–Nicolson' },
        { value: 'strang', label: 'Strang splitting' },
        { value: 'explicit', label: 'Explicit Euler' },
        { value: 'flux-limited', label: 'Flux-limited upwind' },
      ],
    },
  },
} as const satisfies Description
