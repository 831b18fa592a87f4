"""Employees, teams, deputies, sign-in, sessions; and the pages by which a director runs the house."""
