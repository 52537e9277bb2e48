"""The scheda di adesione: a body joins the programme, and its contacts name its officials."""
