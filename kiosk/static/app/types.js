// @ts-check
/**
 * The shapes that the kiosk's modules share; nothing runs here.
 *
 * @typedef {Record<string, string>} Words a text by language tag; English is always there
 * @typedef {{tag: string, name: string, english: string, dir: string, signed: boolean}} Language
 * @typedef {object} Service
 * @property {string} id
 * @property {string} category
 * @property {Words} name
 * @property {number} department place in `texts`
 * @property {"ticket" | "referral" | "emergency"} kind
 * @property {string[]} centers where it is done, when that is not here
 * @property {string | null} letter of the queue it joins
 * @property {number | null} bring place in `texts`
 * @property {number | null} refer place in `texts`
 * @property {string} online
 * @property {string[]} said what people call it, in every language
 *
 * @typedef {{id: string, name: Words, services: string[]}} Group
 * @typedef {{id: string, icon: string, name: Words, groups: Group[]}} Category
 * @typedef {{id: string, text: Words, ask: string, go: string}} Choice to the question `ask` or the outcome `go`
 * @typedef {{text: Words, choices: Choice[]}} Question
 * @typedef {{route: string, service: string, reason: Words}} Outcome
 * @typedef {object} Center another one
 * @property {Words} name
 * @property {string} address
 * @property {Words} directions
 * @property {string} phone
 * @property {Record<string, string[]>} hours the usual week by language
 *
 * @typedef {object} Offer what `/kiosk/<location>/offer.json` gives
 * @property {{id: string, name: Words, address: string, phone: string, phones: boolean, paper: boolean}} location
 * @property {string | null} general the service of whoever wants a person
 * @property {string[]} interface tags of the languages that the screens speak
 * @property {Record<string, Words>} words by language, then key
 * @property {Language[]} languages
 * @property {Record<string, Center>} centers the other ones
 * @property {Category[]} categories
 * @property {{first: string, questions: Record<string, Question>, outcomes: Record<string, Outcome>}} guidance
 * @property {Service[]} services
 * @property {Words[]} texts
 * @property {Record<string, {size: number, path: string}>} qr by address
 *
 * @typedef {{low_minutes: number, high_minutes: number}} Wait as it is told; the low 0 reads "less than"
 * @typedef {object} Ticket
 * @property {string} id
 * @property {string} number
 * @property {{id: string, name: string}} service
 * @property {number | null} ahead
 * @property {Wait | null} wait
 * @property {string} follow_url
 *
 * @typedef {{screen: string, category?: string, group?: string, question?: string, outcome?: string, service?: string}} Place where the visitor is
 * @typedef {{service: string, language: string, needs: string[], print: boolean}} Order
 *
 * @typedef {object} State all that belongs to one visitor; cleared whole when they are gone
 * @property {Place[]} path from the start to here
 * @property {string} lang
 * @property {string} query
 * @property {Service[]} found answers to `query`
 * @property {"letters" | "numbers"} layer of the keyboard
 * @property {string[]} needs
 * @property {Order | null} order on its way to the server
 * @property {Ticket | null} ticket
 * @property {string} paper "asked", "printed" or "trouble"
 * @property {string | null} sheet how the paper is doing that tells where to go: "asked", "printed" or "trouble"
 * @property {string | null} refused the slug of the last refusal
 * @property {string} because what the server said to it
 * @property {{id: number, coming: boolean} | null} danger an emergency that the staff have been told of
 * @property {boolean} large
 * @property {boolean} dark
 * @property {boolean} low
 * @property {boolean} speech what is on the glass is spoken
 * @property {number} volume of speech, from 1
 * @property {boolean} mute speech was asked for, and this glass cannot be heard
 *
 * @typedef {Record<string, {closes_at: string | null, opens_next: string | null}>} Moments by language
 *
 * @typedef {{address: string, size: number, path: string}} PhoneCode
 *
 * @typedef {object} Act what a visitor can do; each redraws the glass
 * @property {(lang: string) => void} begin
 * @property {(place: Place) => void} go
 * @property {() => void} back
 * @property {() => void} calm there is no danger after all
 * @property {() => void} startOver
 * @property {() => void} finish
 * @property {(lang: string) => void} speak
 * @property {(setting: "large" | "dark" | "low" | "speech") => void} toggle
 * @property {(query: string) => void} type
 * @property {() => void} otherKeys
 * @property {(need: string) => void} need
 * @property {(service: string, language?: string, needs?: string[]) => void} take
 * @property {(service: string) => void} print where that is done
 * @property {() => void} stay
 * @property {(code: string) => void} pair
 *
 * @typedef {object} View what a screen is drawn from
 * @property {State} state
 * @property {Offer} offer
 * @property {any} board the last whole public view, or null
 * @property {Moments} moments
 * @property {Record<string, Moments>} away moments of the other centers
 * @property {PhoneCode | null} phoneCode for a visitor's own phone
 * @property {number | null} secondsLeft until the time-out clears the glass
 * @property {boolean} landscape
 * @property {boolean} canSpeak whether speech is offered here
 * @property {string} pairingProblem
 * @property {(key: string, fields?: Record<string, string | number>) => string} say
 * @property {(words: Words | null | undefined) => string} told a text of the catalog in the visitor's language
 * @property {Act} act
 */
export {};
