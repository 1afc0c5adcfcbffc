"""What templates say: times, spans and counts in plain words."""

from django import template

register = template.Library()
