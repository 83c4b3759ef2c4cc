import type { Stage, StageOptions } from './stage-api'

export declare function createStage(options: StageOptions): Stage
