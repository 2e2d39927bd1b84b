import Commands

GalaxyAEP.start()
