// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { aMedia } from '../src/dev/builders.ts'
import { goLiveWithout } from '../src/dev/media-standing.ts'
import { meetTheWire, openConsole, type OpenOptions } from './console.ts'

meetTheWire()

type Over = Parameters<typeof aMedia>[0]

async function open(media: Over = {}, options: OpenOptions = {}) {
  const opened = await openConsole('/console/media/demomall', {
    data: { media: [aMedia({ popup: 'pointpay', ...media })] },
    ...options,
  })
  const heading = await screen.findByRole('heading', { name: 'RETURN URL' })
  return { ...opened, panel: within(heading.closest('section')!) }
}

test('a new RETURN URL is asked for twice over; then the old one is said to be taken, and until when', async () => {
  const { user, panel } = await open()
  await user.click(panel.getByRole('button', { name: '새 주소로 바꾸기' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'RETURN URL을 바꿀까요?' }))
  expect(dialog.getByText(/지금 주소도 며칠 동안 함께 받으며/)).toBeTruthy()
  expect(dialog.queryByText(/이전 주소는 바로 끝납니다/)).toBeNull()
  await user.click(dialog.getByRole('button', { name: '바꾸기' }))
  expect(await screen.findByText('새 RETURN URL을 만들었습니다.')).toBeTruthy()
  expect(panel.getByText(/rk_demomall_renewed$/)).toBeTruthy()
  expect(panel.getByText(/이전 주소로 오는 통보도 받습니다/).textContent).toContain('2026-12-01 09:12:00')
})

test('somebody who renews twice in a row is told that the address before ends at once', async () => {
  const { user, panel } = await open({ oldReturnUrlUntil: '2026-11-30T00:00:00.000Z' })
  await user.click(panel.getByRole('button', { name: '새 주소로 바꾸기' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText(/이전 주소는 바로 끝납니다/)).toBeTruthy()
  await user.click(dialog.getByRole('button', { name: '그대로 두기' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(panel.queryByText(/renewed/)).toBeNull()
})

test('an old RETURN URL that leaked is ended at once, after a question', async () => {
  const { user, panel, backend } = await open({ oldReturnUrlUntil: '2026-11-30T00:00:00.000Z' })
  await user.click(panel.getByRole('button', { name: '이전 주소 바로 끝내기' }))
  expect(backend.data.media).toMatchObject([{ oldReturnUrlUntil: '2026-11-30T00:00:00.000Z' }])
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '끝내기' }))
  expect(await screen.findByText('이전 RETURN URL을 끝냈습니다.')).toBeTruthy()
  expect(panel.queryByRole('button', { name: '이전 주소 바로 끝내기' })).toBeNull()
  expect(panel.queryByText(/이전 주소로 오는 통보도 받습니다/)).toBeNull()
})

test('a RETURN URL whose key cannot be opened says why and what to do, and can be replaced', async () => {
  const { user, panel } = await open({ popup: 'own', returnUrl: null, goLive: goLiveWithout('return-url') })
  expect(panel.getByText('이 주소를 읽을 수 없습니다')).toBeTruthy()
  expect(panel.getByText(/POINTPAY_TOKEN_KEYS/)).toBeTruthy()
  expect(screen.queryByText(/POINTPAY_ORIGIN/)).toBeNull()
  await user.click(panel.getByRole('button', { name: '새 주소로 바꾸기' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '바꾸기' }))
  expect(await panel.findByText(/rk_demomall_renewed$/)).toBeTruthy()
  expect(panel.queryByText('이 주소를 읽을 수 없습니다')).toBeNull()
})
