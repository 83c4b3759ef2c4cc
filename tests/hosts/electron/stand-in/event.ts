/** An event as Electron passes it: a listener may prevent what would happen. */
export interface StandInEvent {
  defaultPrevented: boolean
  preventDefault(): void
}

export function event<Params extends object>(params: Params): Params & StandInEvent {
  return {
    ...params,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
