import { mediaModes, type AddedMedia } from '@pointpay/contracts'
import { useModel, useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { SentForm } from '../../components/sent-form.tsx'
import { Link } from '../../components/link.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { TextField } from '../../components/text-field.tsx'
import { messages } from '../../messages.ts'
import { AddMediaModel } from '../../models/add-media.ts'
import { hrefTo, hrefToMedia } from '../../routing/routes.ts'
import { AppFields } from './app-fields.tsx'
import { MediaFields } from './media-fields.tsx'
import { PopupFields } from './popup-fields.tsx'
import { ProofKeyDialog } from './proof-key-dialog.tsx'

const words = messages.media
const kinds = ['cafe24', 'own-backend'] as const

/** A new media; what follows shows the address to send to the mall's owner. */
export function NewMediaScreen() {
  const app = useApp()
  const withKey = useSignal<(AddedMedia & { proofKey: string }) | null>(null)
  const show = ({ code }: Pick<AddedMedia, 'code'>) => app.router.go(`${hrefToMedia(code)}?added`)
  const model = useModel(
    () =>
      new AddMediaModel(app, (media) => {
        const { proofKey } = media
        if (proofKey === undefined) show(media)
        else withKey.value = { ...media, proofKey }
      }),
  )
  const group = useId()
  const { fields, kind } = model
  const wrong = model.errors.value
  return (
    <Page
      title={words.newTitle}
      actions={
        <Link class="button button--quiet" href={hrefTo('media')}>
          {messages.conversion.back}
        </Link>
      }
    >
      <SentForm
        model={model}
        words={{ submit: words.newSubmit, submitting: words.newSubmitting }}
        class="form form--page"
      >
        <fieldset class="panel">
          <legend>{words.identity}</legend>
          <TextField label={words.code} error={wrong.code} value={fields.code} />
          <TextField label={words.name} error={wrong.name} value={fields.name} />
        </fieldset>
        <fieldset class="panel">
          <legend>{words.modeLabel}</legend>
          {mediaModes.map((each) => (
            <label key={each} class="choice">
              <input
                type="radio"
                name={`${group}-mode`}
                checked={model.mode.value === each}
                onChange={() => (model.mode.value = each)}
              />
              <span>{words.mode[each]}</span>
              <span class="choice__means">{words.modeMeans[each]}</span>
            </label>
          ))}
        </fieldset>
        <fieldset class="panel">
          <legend>{words.integration}</legend>
          {kinds.map((each) => (
            <label key={each} class="choice">
              <input
                type="radio"
                name={group}
                checked={kind.value === each}
                onChange={() => (kind.value = each)}
              />
              <span>{words.kind[each]}</span>
            </label>
          ))}
          {kind.value === 'cafe24' ? (
            <>
              <TextField label={words.mallId} error={wrong.mallId} value={fields.mallId} />
              <AppFields fields={fields} errors={model.errors} />
            </>
          ) : (
            <TextField
              label={words.returnUrlOwn}
              hint={words.returnUrlOwnHint}
              error={wrong.returnUrl}
              value={fields.returnUrl}
              type="url"
            />
          )}
          <PopupFields form={model} />
        </fieldset>
        <fieldset class="panel">
          <legend>{model.ownPopup.value ? words.protectionAndLook : words.protection}</legend>
          <MediaFields
            form={model}
            aboutSignatures={
              <Notice tone="attention" role="status">
                {words.proofKey.comesWithMedia}
              </Notice>
            }
          />
        </fieldset>
        {Object.keys(wrong).length > 0 && (
          <Notice tone="bad" role="alert">
            {words.wrongSummary}
          </Notice>
        )}
      </SentForm>
      {withKey.value && (
        <ProofKeyDialog
          proofKey={withKey.value.proofKey}
          onClose={() => withKey.value && show(withKey.value)}
        />
      )}
    </Page>
  )
}
