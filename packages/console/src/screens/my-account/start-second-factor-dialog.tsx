import type { Me } from '@pointpay/contracts'
import { useModel } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { CopyField } from '../../components/copy-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { QrCode } from '../../components/qr-code.tsx'
import { SentForm } from '../../components/sent-form.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import { StartSecondFactorModel } from '../../models/second-factor.ts'

const words = messages.secondFactor

/** The password first, then the key for the app and a code of it. */
export function StartSecondFactorDialog({ onClose, done }: { onClose(): void; done(me: Me): void }) {
  const app = useApp()
  const model = useModel(() => new StartSecondFactorModel(app, done))
  const offer = model.offer.value
  const wrong = model.errors.value
  const body = useRef<HTMLDivElement>(null)
  // Where one goes on: the field that was left is gone.
  useEffect(() => {
    if (offer) body.current?.querySelector('input')?.focus()
  }, [offer])
  return (
    <Dialog title={words.startTitle} onClose={onClose} keepOnEscape={offer !== null}>
      <div ref={body}>
        <SentForm
          key={offer ? 'code' : 'password'}
          model={model}
          words={offer ? { submit: words.confirm, submitting: words.confirming } : words.next}
        >
          {offer ? (
            <>
              <p>{words.scan}</p>
              <QrCode text={offer.uri} label={words.qrCode} />
              <CopyField label={words.key} hint={words.keyHint} text={offer.key} />
              <TextField
                label={words.code}
                hint={words.codeHint}
                error={wrong.code}
                value={model.code}
                inputMode="numeric"
                autocomplete="one-time-code"
              />
            </>
          ) : (
            <TextField
              label={messages.account.yourPassword(app.me.login)}
              hint={words.passwordHint}
              error={wrong.yourPassword}
              value={model.yourPassword}
              type="password"
              autocomplete="current-password"
            />
          )}
        </SentForm>
      </div>
    </Dialog>
  )
}
