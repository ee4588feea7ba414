"""The ledger's forms, oldest first; one file each under ``versions``. A form that was released is never edited."""
