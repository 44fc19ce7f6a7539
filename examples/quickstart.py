"""One message in, replies and their reasons out."""

from deescalate import Advisor

advisor = Advisor()
advice = advisor.advise(
    "Third time I call. You people lost my parcel and nobody calls me back!",
    slots={"name": "Sam", "time": "5 pm today"},
)

print(f"anger {advice.reading.anger.level} of 3")
for tag in advice.reading.tags:
    print(f"  {tag.label}:{tag.kind or ''} “{tag.text}” because of {tag.because}")

for number, suggestion in enumerate(advice.suggestions, 1):
    print(f"\n{number}. {suggestion.text}")
    for slot in suggestion.missing:
        print(f"   still to fill in: {slot}")

print("\nwhy the first one:")
for reason in advice.suggestions[0].because:
    print(f"  {reason}")
