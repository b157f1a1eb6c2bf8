"""`manage.py add_administrator EMAIL ORGANISATION`: the first one, who invites everybody else."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lotsa.domain.actors import membership
from lotsa.domain.actors.models import Actor, Member
from lotsa.domain.people.models import User, normal
from lotsa.foundation import clock
from lotsa.foundation.access import Role


class Command(BaseCommand):
    """Gives a person the role of administrator, beside the roles they have."""

    help = "Give a person the role of administrator in an organisation of the directory."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """EMAIL and ORGANISATION, and perhaps --name."""
        parser.add_argument("email", help="the person's mail address")
        parser.add_argument("organisation", help="the organisation's slug, as in its address")
        parser.add_argument("--name", default="", help="the person's name, for a new person")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError when there is no such organisation."""
        actor = Actor.objects.listed().filter(slug=options["organisation"]).first()
        if actor is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.")
        email = normal(options["email"])
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, options["name"])
        held = Member.objects.current().filter(user=user, actor=actor).first()
        rows = held.roles.select_related("territory") if held else ()
        roles = [
            {"role": row.role, "territory": row.territory.code if row.territory else ""}
            for row in rows
        ]
        teams = held.teams.values_list("pk", flat=True) if held else ()
        given = [*roles, {"role": Role.ADMINISTRATOR.value, "territory": ""}]
        membership.join(user, actor.pk, given, list(teams), now=clock.now())
        self.stdout.write(f"{email} is administrator in {actor.name}. Sign in with a code by mail.")
