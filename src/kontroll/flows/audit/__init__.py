"""What an auditor takes with her: everything that is needed to compute again what kontroll claims, without kontroll."""
