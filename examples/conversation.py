"""A conversation turn by turn: nothing is said twice, and what was asked is not asked again."""

from deescalate import Advisor, Turn

CUSTOMER = (
    "My internet has been down since Monday and I work from home. This is ridiculous.",
    "It's the router, I told your colleague already. Do I really have to explain it all again?",
    "OK. When will somebody come? I'm losing clients here.",
    "Fine, that makes sense. Thanks for taking care of it.",
)

advisor = Advisor()
turns: list[Turn] = []
for message in CUSTOMER:
    turns.append(Turn.customer(message))
    advice = advisor.advise(turns, slots={"name": "Priya", "time": "4 pm today"}, count=1)
    print(f"\nPriya: {message}")
    print(f"       (stage {advice.state.stage}, anger {advice.reading.anger.level}, {advice.state.trend})")
    for suggestion in advice.suggestions:
        print(f"You:   {suggestion.text}")
        turns.append(Turn.agent(suggestion.text))
