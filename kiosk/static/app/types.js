// @ts-check
/**
 * The types that the kiosk's modules share; nothing runs here. What the API gives comes from its own OpenAPI
 * ("now-serving-api"); the bundle and the opening times are the kiosk's own files.
 *
 * @typedef {Record<string, string>} Words a text by language tag; English is always there
 * @typedef {Order["language"]} Tag of a language
 * @typedef {Order["needs"][number]} Need
 * @typedef {{tag: Tag, name: string, english: string, dir: string, signed: boolean}} Language
 * @typedef {object} Service
 * @property {string} id
 * @property {string} category
 * @property {Words} name
 * @property {number} department index into `texts`
 * @property {"ticket" | "referral" | "emergency"} kind
 * @property {string[]} centers where it is done, when that is not here
 * @property {string | null} letter of the queue it joins
 * @property {number | null} bring index into `texts`
 * @property {number | null} refer index into `texts`
 * @property {string} online
 * @property {string[]} said what people call it, in every language
 *
 * @typedef {{id: string, name: Words, services: string[]}} Group
 * @typedef {{id: string, icon: string, name: Words, groups: Group[]}} Category
 * @typedef {{id: string, text: Words, ask: string, go: string}} Choice leads to the question `ask` or the outcome `go`
 * @typedef {{text: Words, choices: Choice[]}} Question
 * @typedef {{route: string, service: string, reason: Words}} Outcome
 * @typedef {object} Center another one
 * @property {Words} name
 * @property {string} address
 * @property {Words} directions
 * @property {string} phone
 * @property {Record<string, string[]>} hours the usual week by language
 *
 * @typedef {object} Bundle what `/kiosk/<location>/offer.json` gives
 * @property {{id: string, name: Words, address: string, phone: string, phones: boolean, paper: boolean}} location
 * @property {string | null} general the service for any question to a person
 * @property {Tag[]} interface tags of the languages that the screens speak
 * @property {Record<string, Words>} words by language, then key
 * @property {Language[]} languages
 * @property {Record<string, Center>} centers the other ones
 * @property {Category[]} categories
 * @property {{first: string, questions: Record<string, Question>, outcomes: Record<string, Outcome>}} guidance
 * @property {Service[]} services
 * @property {Words[]} texts
 * @property {Record<string, {size: number, path: string}>} qr by address
 *
 * @typedef {Record<string, {closes_at: string | null, opens_next: string | null}>} OpeningTimes by language
 *
 * @typedef {import("now-serving-api").TicketView} Ticket
 * @typedef {import("now-serving-api").BoardView} Board
 * @typedef {import("now-serving-api").PhoneCode} PhoneCode
 * @typedef {Pick<import("now-serving-api").Wait, "low_minutes" | "high_minutes">} Wait the low 0 reads "less than"
 * @typedef {Required<Omit<import("now-serving-api").TicketBody, "then">>} Order
 *
 * @typedef {object} Step one screen on the visitor's way
 * @property {"start" | "home" | "list" | "guide" | "search" | "service" | "emergency" | "person" | "ticket"} screen
 * @property {string} [category]
 * @property {string} [group]
 * @property {string} [question]
 * @property {string} [outcome]
 * @property {string} [service]
 *
 * @typedef {object} State all that belongs to one visitor; cleared as a whole when they have gone
 * @property {Step[]} path from the start to here
 * @property {Tag} lang
 * @property {string} query
 * @property {Service[]} found answers to `query`
 * @property {"letters" | "numbers"} layer of the keyboard
 * @property {Need[]} needs
 * @property {Order | null} order on its way to the server
 * @property {Ticket | null} ticket
 * @property {"asked" | "printed" | "trouble"} ticketPaper how the ticket's slip is printed
 * @property {"asked" | "printed" | "trouble" | null} referralPaper how the sheet that says where to go is printed; null when none was asked for
 * @property {string | null} refused the slug of the last refusal
 * @property {string} refusedDetail what the server said to it
 * @property {import("now-serving-api").EmergencyView | null} emergency that was reported to the staff
 * @property {boolean} large
 * @property {boolean} dark
 * @property {boolean} low
 * @property {boolean} speech what is on the screen is spoken
 * @property {number} volume of speech, from 1
 * @property {boolean} mute speech was asked for, and this kiosk cannot be heard
 *
 * @typedef {object} Actions what a visitor can do; each redraws the screen
 * @property {(lang: Tag) => void} begin
 * @property {(step: Step) => void} go
 * @property {() => void} back
 * @property {() => void} withdrawEmergency there is no danger after all
 * @property {() => void} startOver
 * @property {() => void} finish
 * @property {(lang: Tag) => void} setLanguage
 * @property {(setting: "large" | "dark" | "low" | "speech") => void} toggle
 * @property {(query: string) => void} type
 * @property {() => void} switchKeys between letters and numbers
 * @property {(need: Need) => void} toggleNeed
 * @property {(service: string, language?: Tag, needs?: Need[]) => void} takeTicket
 * @property {(service: string) => void} printReferral where that service is done
 * @property {() => void} stay
 * @property {(code: string) => void} pair
 *
 * @typedef {object} View what a screen is drawn from
 * @property {State} state
 * @property {Bundle} bundle
 * @property {Board | null} board the last public view
 * @property {OpeningTimes} openingTimes
 * @property {Record<string, OpeningTimes>} otherOpeningTimes of the other centers, by id
 * @property {PhoneCode | null} phoneCode for a visitor's own phone
 * @property {number | null} secondsLeft until the time-out clears the screen
 * @property {boolean} landscape
 * @property {boolean} canSpeak whether speech is offered here
 * @property {string} pairingProblem
 * @property {(key: string, fields?: Record<string, string | number>) => string} say
 * @property {(words: Words | null | undefined) => string} text a text of the catalog in the visitor's language
 * @property {Actions} act
 */
export {};
