export type * from './stage-api'
export { defaultLayers, englishWords } from './stage-api'
export { createStage } from './create-stage'
