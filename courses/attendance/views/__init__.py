"""The teacher's pages: own days, the roster, what arrives from a telephone, slides; and the way into a webinar."""
