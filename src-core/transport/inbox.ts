/** Keeps what arrives until somebody listens, and tells of the end once: what every adapter needs. */
export class Inbox {
  private listener: ((message: unknown) => void) | null = null
  private waiting: unknown[] = []
  private closeListeners: ((reason: string) => void)[] = []
  private reason: string | null = null

  deliver(message: unknown): void {
    if (this.listener === null) this.waiting.push(message)
    else this.listener(message)
  }

  listen(listener: (message: unknown) => void): void {
    this.listener = listener
    for (const message of this.waiting.splice(0)) listener(message)
  }

  onClose(listener: (reason: string) => void): void {
    if (this.reason === null) this.closeListeners.push(listener)
    else listener(this.reason)
  }

  end(reason: string): void {
    if (this.reason !== null) return
    this.reason = reason
    for (const listener of this.closeListeners.splice(0)) listener(reason)
  }

  get open(): boolean {
    return this.reason === null
  }
}
