/** The folder says what runtime a line of code may use; these rules hold the folders to it. */
const pure = '^(zod|mathjs)'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-is-pure',
      comment:
        'src-core runs anywhere: no Node, DOM, Electron, three, Svelte, and nothing from the other sides.',
      severity: 'error',
      from: { path: '^src-core/' },
      to: { pathNot: ['^src-core/', `node_modules/${pure.slice(1)}`] },
    },
    {
      name: 'experiment-knows-params-alone',
      severity: 'error',
      from: { path: '^src-core/experiment/' },
      to: { path: '^src-core/(?!experiment/|params/)' },
    },
    {
      name: 'only-the-catalogue-knows-implementations',
      comment:
        'Inside core, a method is reached through the catalogue; types, and what a method is made of, are free.',
      severity: 'error',
      from: { path: '^src-core/(params|experiment|protocol|transport|numeric)/' },
      to: {
        path: '^src-core/(distributions|processes|scores|dynamics|samplers|densities|measures|learning|catalog)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'renderer-knows-the-contract',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: {
        path: '^src-core/(?!params/|experiment/|protocol/|transport/|numeric/|processes/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'renderer-and-main-meet-on-the-wire',
      severity: 'error',
      from: { path: '^src-(renderer|main)/' },
      to: { path: '^src-(renderer|main)/', pathNot: '^src-$1/' },
    },
    {
      name: 'only-the-session-talks',
      comment: 'The protocol’s client is used by session/; stores get it from there.',
      severity: 'error',
      from: { path: '^src-renderer/(?!session/)' },
      to: { path: '^src-core/(protocol/(client|server)|transport/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-knows-no-host',
      severity: 'error',
      from: { path: '^src-main/(engine|cli|documents)/' },
      to: { path: ['^src-main/hosts/', 'node_modules/electron/'] },
    },
    {
      name: 'witness-shares-nothing',
      comment: 'What is held against a score or a density must not be computed by it.',
      severity: 'error',
      from: { path: '^src-core/measures/' },
      to: { path: '^src-core/(scores|samplers|dynamics|densities)/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.json'],
    },
  },
}
