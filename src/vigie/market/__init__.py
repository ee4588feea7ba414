"""Scenarios: what a tie-up would do to the market. Reads no news and no ledger.

`play.Board` plays the deals that `deals.open_deal` reads; `record.scenario_record` tells the result as plain data.
`demand`, `equilibrium`, `cells`, `mixed` and `pcaids` are the engine and know nothing of cars; `facts`, `baseline`, `priors`,
`duties` and `ownership` are what is known, with sources; `levers`, `deals`, `world` and `applying` turn a deal into a changed
game; `figures`, `tornado`, `cautions`, `reconcile`, `sections` and `chart` tell what came of it.
"""
