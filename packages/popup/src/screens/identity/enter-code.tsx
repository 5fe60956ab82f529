import type { IdentityView } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Announcement } from '../../components/announcement.tsx'
import { Button } from '../../components/button.tsx'
import { Failure } from '../../components/failure.tsx'
import { Field } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Stage } from '../../components/stage.tsx'
import { clockText } from '../../format/times.ts'

const CODE_DIGITS = 6

/** The code that was sent, in the time and the tries that are left. */
export function EnterCode({ view }: { view: IdentityView & { status: 'sent' } }) {
  const { identity, clock, texts } = useApp()
  const { t } = texts
  const { code, wrong, confirming, sendingCode, changing } = identity
  const leftMs = Date.parse(view.codeExpiresAt) - clock.now.value
  const resendMs = Date.parse(view.resendAt) - clock.now.value
  const failure = confirming.failure.value
  const refused = failure?.kind === 'refused' ? failure.code : null
  const codeWrong = refused === 'identity_code_wrong'
  const told = failure?.kind === 'refused' ? failure.details?.['triesLeft'] : undefined
  const triesLeft = typeof told === 'number' ? told : view.triesLeft
  const usedUp = triesLeft === 0
  const expired = leftMs <= 0 || usedUp || refused === 'identity_code_expired'
  const error = expired
    ? t(usedUp ? 'codeUsedUp' : 'codeExpired')
    : codeWrong
      ? t('codeWrong', { tries: triesLeft })
      : wrong.value.includes('code')
        ? t('codeWrongFormat')
        : undefined
  return (
    <Stage
      title={t('codeTitle')}
      lead={t('codeSent', { phone: view.maskedPhone })}
      onSubmit={expired ? identity.sendCode : identity.confirm}
      actions={
        <>
          <Button onPress={() => void (changing.value = true)}>{t('otherPhone')}</Button>
          <Button look="primary" type="submit" busy={confirming.busy.value} disabled={expired}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      {view.sandboxCode && (
        <Notice tone="info">
          <p>
            <strong>{t('sandboxCode', { code: view.sandboxCode })}</strong>
          </p>
          <p>{t('sandboxNote')}</p>
        </Notice>
      )}
      <Announcement key={view.codeExpiresAt} text={t('codeSent', { phone: view.maskedPhone })} />
      <Field
        id="code"
        label={t('code')}
        value={code.value}
        placeholder={t('codeHint')}
        inputMode="numeric"
        autocomplete="one-time-code"
        error={error}
        focusOn={wrong.value.length > 0 ? wrong.value : (failure ?? true)}
        suffix={
          <span class="timer" role="timer" aria-label={t('codeTimeLeft', { time: clockText(leftMs) })}>
            {clockText(leftMs)}
          </span>
        }
        onInput={(input) => {
          code.value = input.value = input.value.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_DIGITS)
          wrong.value = []
          confirming.reset()
        }}
      />
      <Button
        look={expired ? 'quiet' : 'link'}
        busy={sendingCode.busy.value}
        disabled={resendMs > 0}
        onPress={identity.sendCode}
      >
        {resendMs > 0 ? t('resendIn', { time: clockText(resendMs) }) : t('resend')}
      </Button>
      {!codeWrong && refused !== 'identity_code_expired' && (
        <Failure failure={failure} retry={identity.confirm} />
      )}
      <Failure failure={sendingCode.failure.value} retry={identity.sendCode} />
    </Stage>
  )
}
