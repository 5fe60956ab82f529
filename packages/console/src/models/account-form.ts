import {
  accountChangeSchema,
  newAccountSchema,
  type AccountView,
  type MediaCode,
  type Role,
} from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { sending } from './sending.ts'

export type AccountErrors = Partial<Record<'login' | 'name' | 'password' | 'mediaCodes', string>>

/** An account's form, new or known, and its sending. */
export const AccountFormModel = createModel(
  ({ api }: AppContext, account: AccountView | undefined, saved: (account: AccountView) => void) => {
    const login = signal(account?.login ?? '')
    const name = signal(account?.name ?? '')
    const role = signal<Role>(account?.role ?? 'manager')
    const mediaCodes = signal<readonly MediaCode[]>(account?.mediaCodes ?? [])
    const password = signal('')
    const disabled = signal(account?.disabled ?? false)
    const errors = signal<AccountErrors>({})
    const { state, run } = sending()

    function read() {
      const given = {
        name: name.peek().trim(),
        mediaCodes: role.peek() === 'manager' ? [...mediaCodes.peek()] : [],
      }
      const parsed = account
        ? accountChangeSchema.safeParse({
            ...given,
            ...(password.peek() ? { password: password.peek() } : {}),
            disabled: disabled.peek(),
          })
        : newAccountSchema.safeParse({
            ...given,
            login: login.peek().trim(),
            role: role.peek(),
            password: password.peek(),
          })
      const wrong: AccountErrors = {}
      for (const issue of parsed.error?.issues ?? []) {
        const field = String(issue.path[0]) as keyof AccountErrors
        wrong[field] = messages.account.wrong[field] ?? messages.media.wrongSummary
      }
      if (role.peek() === 'manager' && given.mediaCodes.length === 0) {
        wrong.mediaCodes = messages.account.wrong['mediaCodes'] ?? ''
      }
      errors.value = wrong
      return Object.keys(wrong).length === 0 && parsed.success ? parsed.data : null
    }

    return {
      login,
      name,
      role,
      mediaCodes,
      password,
      disabled,
      errors,
      state,
      toggleMedia(code: MediaCode) {
        const has = mediaCodes.peek().includes(code)
        mediaCodes.value = has
          ? mediaCodes.peek().filter((each) => each !== code)
          : [...mediaCodes.peek(), code]
      },
      async submit() {
        const body = read()
        if (!body) return
        const result = await run(() =>
          account ? api.changeAccount(account.login, body) : api.addAccount(newAccountSchema.parse(body)),
        )
        if (result) saved(result.value)
      },
    }
  },
)
