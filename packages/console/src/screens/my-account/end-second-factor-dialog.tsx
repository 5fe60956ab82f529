import type { Me } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import { EndSecondFactorModel } from '../../models/second-factor.ts'

const words = messages.secondFactor

export function EndSecondFactorDialog({ onClose, done }: { onClose(): void; done(me: Me): void }) {
  const app = useApp()
  const model = useModel(() => new EndSecondFactorModel(app, done))
  return (
    <Dialog title={words.endTitle} onClose={onClose}>
      <SentForm model={model} words={{ submit: words.endConfirm, submitting: words.ending }}>
        <p>{words.endBody}</p>
        <TextField
          label={messages.account.yourPassword(app.me.login)}
          hint={words.passwordHint}
          error={model.errors.value.yourPassword}
          value={model.yourPassword}
          type="password"
          autocomplete="current-password"
        />
      </SentForm>
    </Dialog>
  )
}
