import { roles, type AccountView, type MediaStatus } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useId } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import { AccountFormModel } from '../../models/account-form.ts'

const words = messages.account

export interface AccountDialogProps {
  /** Left out: a new one. */
  account?: AccountView
  media: readonly MediaStatus[]
  onClose(): void
  saved(account: AccountView): void
}

export function AccountDialog({ account, media, onClose, saved }: AccountDialogProps) {
  const app = useApp()
  const model = useModel(() => new AccountFormModel(app, account, saved))
  const group = useId()
  const wrong = model.errors.value
  const isSelf = account?.login === app.me.login
  return (
    <Dialog title={account ? words.editTitle(account.login) : words.add} onClose={onClose}>
      <SentForm model={model} words={{ submit: messages.save, submitting: messages.saving }}>
        {!account && (
          <>
            <TextField
              label={words.login}
              hint={words.loginHint}
              error={wrong.login}
              value={model.login}
              autocomplete="off"
            />
            <fieldset class="choices">
              <legend>{words.role}</legend>
              {roles.map((role) => (
                <label key={role} class="choice">
                  <input
                    type="radio"
                    name={group}
                    checked={model.role.value === role}
                    onChange={() => (model.role.value = role)}
                  />
                  <span>{messages.role[role]}</span>
                </label>
              ))}
            </fieldset>
          </>
        )}
        <TextField label={words.name} error={wrong.name} value={model.name} autocomplete="off" />
        {model.role.value === 'manager' && (
          <fieldset class="choices">
            <legend>{words.mediaCodes}</legend>
            {media.length === 0 && <p class="quiet">{words.noMedia}</p>}
            {media.map(({ code, name, mode }) => (
              <label key={code} class="choice">
                <input
                  type="checkbox"
                  aria-invalid={wrong.mediaCodes ? 'true' : undefined}
                  checked={model.mediaCodes.value.includes(code)}
                  onChange={() => model.toggleMedia(code)}
                />
                <span>{mode === 'test' ? messages.testName(name) : name}</span>
                <span class="choice__means code">{code}</span>
              </label>
            ))}
            {wrong.mediaCodes && <p class="field__error">{wrong.mediaCodes}</p>}
          </fieldset>
        )}
        <TextField
          label={account ? words.newPassword : words.password}
          hint={account ? words.newPasswordHint : words.passwordHint}
          error={wrong.password}
          value={model.password}
          type="password"
          autocomplete="new-password"
        />
        {account?.secondFactor && !isSelf && (
          <label class="choice">
            <input
              type="checkbox"
              checked={model.endsSecondFactor.value}
              onChange={(event) => (model.endsSecondFactor.value = event.currentTarget.checked)}
            />
            <span>{words.endSecondFactor}</span>
            <span class="choice__means">{words.endSecondFactorHint}</span>
          </label>
        )}
        {account && model.needsYourPassword.value && (
          <TextField
            label={words.yourPassword(app.me.login)}
            hint={words.yourPasswordHint}
            error={wrong.yourPassword}
            value={model.yourPassword}
            type="password"
            autocomplete="current-password"
          />
        )}
        {account && (
          <label class="choice">
            <input
              type="checkbox"
              disabled={isSelf}
              checked={model.disabled.value}
              onChange={(event) => (model.disabled.value = event.currentTarget.checked)}
            />
            <span>{words.disable}</span>
            {isSelf && <span class="choice__means">{words.selfHint}</span>}
          </label>
        )}
      </SentForm>
    </Dialog>
  )
}
