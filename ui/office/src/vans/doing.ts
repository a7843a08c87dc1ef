import type { VanPart, VanStep } from '../api/generated'

/** What somebody of the warehouse is about to do: with a part, with a request or an old part, or with what is yet to be chosen. */
export interface Doing {
  kind: 'issue' | 'decline' | 'count' | 'recover'
  part: VanPart | null
  step: VanStep | null
}
