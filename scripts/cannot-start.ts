/** The demo cannot start for a reason that its message fully explains; printed without a stack. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
