import {
  accountChangeSchema,
  newAccountSchema,
  type AccountView,
  type MediaCode,
  type Role,
} from '@pointpay/contracts'
import { computed, createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { sending } from './sending.ts'

const fields = ['login', 'name', 'password', 'yourPassword', 'mediaCodes'] as const
type AccountField = (typeof fields)[number]
export type AccountErrors = Partial<Record<AccountField, string>>

/** An account's form, new or known, and its sending. */
export const AccountFormModel = createModel(
  ({ api }: AppContext, account: AccountView | undefined, saved: (account: AccountView) => void) => {
    const login = signal(account?.login ?? '')
    const name = signal(account?.name ?? '')
    const role = signal<Role>(account?.role ?? 'manager')
    const mediaCodes = signal<readonly MediaCode[]>(account?.mediaCodes ?? [])
    const password = signal('')
    const yourPassword = signal('')
    const disabled = signal(account?.disabled ?? false)
    const endsSecondFactor = signal(false)
    const needsYourPassword = computed(() => password.value !== '' || endsSecondFactor.value)
    const errors = signal<AccountErrors>({})
    const { state, run, takeFieldError } = sending()

    function read() {
      const given = {
        name: name.peek().trim(),
        mediaCodes: role.peek() === 'manager' ? [...mediaCodes.peek()] : [],
      }
      const parsed = account
        ? accountChangeSchema.safeParse({
            ...given,
            ...(password.peek() ? { password: password.peek() } : {}),
            ...(endsSecondFactor.peek() ? { secondFactor: false } : {}),
            ...(needsYourPassword.peek() ? { yourPassword: yourPassword.peek() } : {}),
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
        const field = String(issue.path[0]) as AccountField
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
      /** Of the operator who sets a password or ends a second factor. */
      yourPassword,
      disabled,
      endsSecondFactor,
      needsYourPassword,
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
        yourPassword.value = ''
        if (result) return saved(result.value)
        errors.value = takeFieldError(fields)
      },
    }
  },
)
