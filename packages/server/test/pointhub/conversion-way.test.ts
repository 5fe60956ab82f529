import { parseReturnForm } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { useWorlds } from './support/pointhub.ts'

const aWorld = useWorlds()

test('a shopper is identified, chooses, converts, and the merchant is told with the form of the guide', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  expect(shopper.view).toMatchObject({
    memberId: 'shopper01',
    identity: { status: 'needed' },
    kinds: [],
    open: true,
  })
  await shopper.identify()
  expect(shopper.view.identity).toEqual({ status: 'verified', maskedName: '홍*동' })
  expect(shopper.view.kinds[0]).toMatchObject({ code: 'KT', name: 'KT 멤버십 포인트', balance: 52_340 })
  await shopper.select('OKCASHBAG', 1_230)
  expect(shopper.view.selection).toEqual({ kind: 'OKCASHBAG', points: 1_230, amount: 1_107 })
  await shopper.convert()
  const { conversion } = await shopper.until('credited')

  expect(world.merchant.received).toHaveLength(1)
  const [{ form, raw, contentType }] = world.merchant.received as [(typeof world.merchant.received)[0]]
  expect(contentType).toMatch(/^application\/x-www-form-urlencoded/)
  expect(parseReturnForm(form).kind).toBe('ok')
  expect(raw.replaceAll(/=[^&]*/g, '')).toBe(
    'rw_pay_type&rw_user_id&rw_price&rw_reg_datetime&rw_a_code&rw_orderno&utc_code',
  )
  expect(Object.fromEntries(form)).toEqual({
    rw_pay_type: 'OKCASHBAG',
    rw_user_id: 'shopper01',
    rw_price: '1107',
    rw_reg_datetime: '2026-11-24 12:00:00',
    rw_a_code: 'shop',
    rw_orderno: conversion?.transactionNumber,
    utc_code: '',
  })
  expect(conversion?.transactionNumber).toMatch(/^ME20261124120000\d{8}$/)
})
