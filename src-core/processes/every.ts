import { ddpmProcess } from './discrete/ddpm'
import { rectifiedFlow } from './rectified-flow'
import { sigmaTable } from './sigma-table'
import { subVp } from './sub-vp'
import { edm, ve } from './variance-exploding'
import { vpCosine } from './vp-cosine'
import { vpLinear } from './vp-linear'

/** Every process, for the catalogue, and for the window where it draws schedules while they are changed. */
export const processes = [vpLinear, vpCosine, ve, subVp, edm, rectifiedFlow, sigmaTable, ddpmProcess]
